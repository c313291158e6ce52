;; The walk of the automaton (see automaton.ts) over a stretch of text, in three lanes at once. A step waits for the
;; one before it, which says where in the table to look; three walks that know nothing of each other wait together.
;;
;; The caller puts the text at `input`, no needle's byte behind it, and cuts it into lanes of `length` bytes that
;; begin `stride` bytes apart. Each lane begins at node 0, so lanes overlap by what a needle can reach back.
;;
;; For each place at which needles end, a lane notes their list and where the byte is, 16 bits each, in room of its
;; own, and at last in `ends` where its notes end.
(module
  (memory (export "memory") 3 3)
  ;; The class of each byte.
  (global (export "classes") i32 (i32.const 0x0000))
  ;; Three addresses.
  (global (export "ends") i32 (i32.const 0x0100))
  (global (export "input") i32 (i32.const 0x0200))
  ;; Of each lane, this far from each other: 4 bytes for every byte of a lane.
  (global (export "notes") i32 (i32.const 0x4000))
  (global (export "notesBytes") i32 (i32.const 0x4000))
  ;; Of 16 bits each, up to the end of the memory.
  (global (export "table") i32 (i32.const 0x10000))

  ;; firstEnd: the first node at which a needle ends; list: where its row has the list, from its first entry on
  (func (export "walk")
    (param $length i32) (param $stride i32) (param $firstEnd i32) (param $list i32)
    (local $end i32)
    (local $at0 i32) (local $node0 i32) (local $note0 i32)
    (local $at1 i32) (local $node1 i32) (local $note1 i32)
    (local $at2 i32) (local $node2 i32) (local $note2 i32)
    (local.set $at0 (i32.const 0x0200))
    (local.set $at1 (i32.add (local.get $at0) (local.get $stride)))
    (local.set $at2 (i32.add (local.get $at1) (local.get $stride)))
    (local.set $end (i32.add (local.get $at0) (local.get $length)))
    (local.set $note0 (i32.const 0x4000))
    (local.set $note1 (i32.const 0x8000))
    (local.set $note2 (i32.const 0xc000))
    (loop $step
      (local.set $node0 (i32.load16_u offset=0x10000 (i32.shl
        (i32.add (local.get $node0) (i32.load8_u (i32.load8_u (local.get $at0)))) (i32.const 1))))
      (local.set $node1 (i32.load16_u offset=0x10000 (i32.shl
        (i32.add (local.get $node1) (i32.load8_u (i32.load8_u (local.get $at1)))) (i32.const 1))))
      (local.set $node2 (i32.load16_u offset=0x10000 (i32.shl
        (i32.add (local.get $node2) (i32.load8_u (i32.load8_u (local.get $at2)))) (i32.const 1))))
      (if (i32.ge_u (local.get $node0) (local.get $firstEnd)) (then
        (i32.store16 (local.get $note0) (i32.load16_u offset=0x10000 (i32.shl
          (i32.add (local.get $node0) (local.get $list)) (i32.const 1))))
        (i32.store16 offset=2 (local.get $note0) (local.get $at0))
        (local.set $note0 (i32.add (local.get $note0) (i32.const 4)))))
      (if (i32.ge_u (local.get $node1) (local.get $firstEnd)) (then
        (i32.store16 (local.get $note1) (i32.load16_u offset=0x10000 (i32.shl
          (i32.add (local.get $node1) (local.get $list)) (i32.const 1))))
        (i32.store16 offset=2 (local.get $note1) (local.get $at1))
        (local.set $note1 (i32.add (local.get $note1) (i32.const 4)))))
      (if (i32.ge_u (local.get $node2) (local.get $firstEnd)) (then
        (i32.store16 (local.get $note2) (i32.load16_u offset=0x10000 (i32.shl
          (i32.add (local.get $node2) (local.get $list)) (i32.const 1))))
        (i32.store16 offset=2 (local.get $note2) (local.get $at2))
        (local.set $note2 (i32.add (local.get $note2) (i32.const 4)))))
      (local.set $at1 (i32.add (local.get $at1) (i32.const 1)))
      (local.set $at2 (i32.add (local.get $at2) (i32.const 1)))
      (br_if $step (i32.lt_u
        (local.tee $at0 (i32.add (local.get $at0) (i32.const 1))) (local.get $end))))
    (i32.store offset=0x0100 (i32.const 0) (local.get $note0))
    (i32.store offset=0x0104 (i32.const 0) (local.get $note1))
    (i32.store offset=0x0108 (i32.const 0) (local.get $note2))))

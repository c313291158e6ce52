;; Walks the automaton (see automaton.ts) over a range of text, in three lanes at once. Each step depends on the previous
;; one, which says where in the table to look; three independent walks wait together.
;;
;; The caller copies the text to `input`, followed by a byte that no keyword contains, and cuts it into lanes of
;; `length` bytes, `stride` bytes apart. Each lane starts at node 0, so lanes overlap by the reach of a keyword. The
;; walk reads these copies, so that one index addresses all three.
;;
;; For each place at which keywords end, a lane notes their list and the index of its byte, 16 bits each, in its own
;; memory, and finally in `ends` where its notes end.
(module
  (memory (export "memory") 4 4)
  ;; Twice the class of each byte: what it adds to an address in the table.
  (global (export "classes") i32 (i32.const 0x0000))
  ;; Three addresses.
  (global (export "ends") i32 (i32.const 0x0100))
  ;; The lanes are at 0x0200, 0x1400 and 0x2600. Each has room for this many bytes.
  (global (export "laneBytes") i32 (i32.const 0x1200))
  ;; Of each lane, this far from each other: 4 bytes for every byte of a lane.
  (global (export "notes") i32 (i32.const 0x4000))
  (global (export "notesBytes") i32 (i32.const 0x4800))
  ;; Of 16 bits each, up to the input.
  (global (export "table") i32 (i32.const 0x12000))
  (global (export "input") i32 (i32.const 0x32000))

  ;; firstEnd: the first node at which a keyword ends; list: where its row has the list, from its first entry on
  (func (export "walk")
    (param $length i32) (param $stride i32) (param $firstEnd i32) (param $list i32)
    (local $at i32)
    (local $node0 i32) (local $note0 i32)
    (local $node1 i32) (local $note1 i32)
    (local $node2 i32) (local $note2 i32)
    (memory.copy (i32.const 0x0200) (i32.const 0x32000) (local.get $length))
    (memory.copy (i32.const 0x1400) (i32.add (i32.const 0x32000) (local.get $stride)) (local.get $length))
    (memory.copy (i32.const 0x2600)
      (i32.add (i32.const 0x32000) (i32.shl (local.get $stride) (i32.const 1))) (local.get $length))
    (local.set $note0 (i32.const 0x4000))
    (local.set $note1 (i32.const 0x8800))
    (local.set $note2 (i32.const 0xd000))
    (local.set $list (i32.shl (local.get $list) (i32.const 1)))
    (loop $step
      (local.set $node0 (i32.load16_u offset=0x12000 (i32.add (i32.shl (local.get $node0) (i32.const 1))
        (i32.load8_u (i32.load8_u offset=0x0200 (local.get $at))))))
      (local.set $node1 (i32.load16_u offset=0x12000 (i32.add (i32.shl (local.get $node1) (i32.const 1))
        (i32.load8_u (i32.load8_u offset=0x1400 (local.get $at))))))
      (local.set $node2 (i32.load16_u offset=0x12000 (i32.add (i32.shl (local.get $node2) (i32.const 1))
        (i32.load8_u (i32.load8_u offset=0x2600 (local.get $at))))))
      (if (i32.ge_u (local.get $node0) (local.get $firstEnd)) (then
        (i32.store16 (local.get $note0) (i32.load16_u offset=0x12000
          (i32.add (i32.shl (local.get $node0) (i32.const 1)) (local.get $list))))
        (i32.store16 offset=2 (local.get $note0) (local.get $at))
        (local.set $note0 (i32.add (local.get $note0) (i32.const 4)))))
      (if (i32.ge_u (local.get $node1) (local.get $firstEnd)) (then
        (i32.store16 (local.get $note1) (i32.load16_u offset=0x12000
          (i32.add (i32.shl (local.get $node1) (i32.const 1)) (local.get $list))))
        (i32.store16 offset=2 (local.get $note1) (local.get $at))
        (local.set $note1 (i32.add (local.get $note1) (i32.const 4)))))
      (if (i32.ge_u (local.get $node2) (local.get $firstEnd)) (then
        (i32.store16 (local.get $note2) (i32.load16_u offset=0x12000
          (i32.add (i32.shl (local.get $node2) (i32.const 1)) (local.get $list))))
        (i32.store16 offset=2 (local.get $note2) (local.get $at))
        (local.set $note2 (i32.add (local.get $note2) (i32.const 4)))))
      (br_if $step (i32.lt_u
        (local.tee $at (i32.add (local.get $at) (i32.const 1))) (local.get $length))))
    (i32.store offset=0x0100 (i32.const 0) (local.get $note0))
    (i32.store offset=0x0104 (i32.const 0) (local.get $note1))
    (i32.store offset=0x0108 (i32.const 0) (local.get $note2))))

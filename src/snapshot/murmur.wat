;; MurmurHash3_x86_128 (Austin Appleby, public domain), seed 0, of bytes that the caller lays at 0, in one piece or several:
;; https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp. The state, four words at 0xf000, is zero before the
;; first piece.
(module
  (memory (export "memory") 1 1)

  ;; The only function of the module: see `compileOnce` in src/snapshot/node.ts.
  ;; length: of the piece, in bytes, a multiple of 16; total: of all pieces, 0 unless this is the last
  (func (export "run") (param $length i32) (param $total i32)
    (local $at i32)
    (local $h1 i32) (local $h2 i32) (local $h3 i32) (local $h4 i32)
    (local.set $h1 (i32.load offset=0xf000 (i32.const 0)))
    (local.set $h2 (i32.load offset=0xf004 (i32.const 0)))
    (local.set $h3 (i32.load offset=0xf008 (i32.const 0)))
    (local.set $h4 (i32.load offset=0xf00c (i32.const 0)))
    (if (local.get $length) (then (loop $block
      (local.set $h1 (i32.add (i32.const 0x561ccd1b) (i32.mul (i32.const 5) (i32.add (local.get $h2) (i32.rotl
        (i32.xor (local.get $h1) (i32.mul (i32.const 0xab0e9789) (i32.rotl
          (i32.mul (i32.const 0x239b961b) (i32.load (local.get $at))) (i32.const 15))))
        (i32.const 19))))))
      (local.set $h2 (i32.add (i32.const 0x0bcaa747) (i32.mul (i32.const 5) (i32.add (local.get $h3) (i32.rotl
        (i32.xor (local.get $h2) (i32.mul (i32.const 0x38b34ae5) (i32.rotl
          (i32.mul (i32.const 0xab0e9789) (i32.load offset=4 (local.get $at))) (i32.const 16))))
        (i32.const 17))))))
      (local.set $h3 (i32.add (i32.const 0x96cd1c35) (i32.mul (i32.const 5) (i32.add (local.get $h4) (i32.rotl
        (i32.xor (local.get $h3) (i32.mul (i32.const 0xa1e38b93) (i32.rotl
          (i32.mul (i32.const 0x38b34ae5) (i32.load offset=8 (local.get $at))) (i32.const 17))))
        (i32.const 15))))))
      (local.set $h4 (i32.add (i32.const 0x32ac3b17) (i32.mul (i32.const 5) (i32.add (local.get $h1) (i32.rotl
        (i32.xor (local.get $h4) (i32.mul (i32.const 0x239b961b) (i32.rotl
          (i32.mul (i32.const 0xa1e38b93) (i32.load offset=12 (local.get $at))) (i32.const 18))))
        (i32.const 13))))))
      (br_if $block (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $length))))))
    (if (local.get $total) (then
      ;; The number of bytes, then each word of the state mixed with all others.
      (local.set $h1 (i32.xor (local.get $h1) (local.get $total)))
      (local.set $h2 (i32.xor (local.get $h2) (local.get $total)))
      (local.set $h3 (i32.xor (local.get $h3) (local.get $total)))
      (local.set $h4 (i32.xor (local.get $h4) (local.get $total)))
      (local.set $h1 (i32.add (local.get $h1) (i32.add (local.get $h2) (i32.add (local.get $h3) (local.get $h4)))))
      (local.set $h2 (i32.add (local.get $h2) (local.get $h1)))
      (local.set $h3 (i32.add (local.get $h3) (local.get $h1)))
      (local.set $h4 (i32.add (local.get $h4) (local.get $h1)))
      ;; Every bit of each spread over all of it.
      (local.set $h1 (i32.xor (local.get $h1) (i32.shr_u (local.get $h1) (i32.const 16))))
      (local.set $h1 (i32.mul (local.get $h1) (i32.const 0x85ebca6b)))
      (local.set $h1 (i32.xor (local.get $h1) (i32.shr_u (local.get $h1) (i32.const 13))))
      (local.set $h1 (i32.mul (local.get $h1) (i32.const 0xc2b2ae35)))
      (local.set $h1 (i32.xor (local.get $h1) (i32.shr_u (local.get $h1) (i32.const 16))))
      (local.set $h2 (i32.xor (local.get $h2) (i32.shr_u (local.get $h2) (i32.const 16))))
      (local.set $h2 (i32.mul (local.get $h2) (i32.const 0x85ebca6b)))
      (local.set $h2 (i32.xor (local.get $h2) (i32.shr_u (local.get $h2) (i32.const 13))))
      (local.set $h2 (i32.mul (local.get $h2) (i32.const 0xc2b2ae35)))
      (local.set $h2 (i32.xor (local.get $h2) (i32.shr_u (local.get $h2) (i32.const 16))))
      (local.set $h3 (i32.xor (local.get $h3) (i32.shr_u (local.get $h3) (i32.const 16))))
      (local.set $h3 (i32.mul (local.get $h3) (i32.const 0x85ebca6b)))
      (local.set $h3 (i32.xor (local.get $h3) (i32.shr_u (local.get $h3) (i32.const 13))))
      (local.set $h3 (i32.mul (local.get $h3) (i32.const 0xc2b2ae35)))
      (local.set $h3 (i32.xor (local.get $h3) (i32.shr_u (local.get $h3) (i32.const 16))))
      (local.set $h4 (i32.xor (local.get $h4) (i32.shr_u (local.get $h4) (i32.const 16))))
      (local.set $h4 (i32.mul (local.get $h4) (i32.const 0x85ebca6b)))
      (local.set $h4 (i32.xor (local.get $h4) (i32.shr_u (local.get $h4) (i32.const 13))))
      (local.set $h4 (i32.mul (local.get $h4) (i32.const 0xc2b2ae35)))
      (local.set $h4 (i32.xor (local.get $h4) (i32.shr_u (local.get $h4) (i32.const 16))))
      (local.set $h1 (i32.add (local.get $h1) (i32.add (local.get $h2) (i32.add (local.get $h3) (local.get $h4)))))
      (local.set $h2 (i32.add (local.get $h2) (local.get $h1)))
      (local.set $h3 (i32.add (local.get $h3) (local.get $h1)))
      (local.set $h4 (i32.add (local.get $h4) (local.get $h1)))))
    (i32.store offset=0xf000 (i32.const 0) (local.get $h1))
    (i32.store offset=0xf004 (i32.const 0) (local.get $h2))
    (i32.store offset=0xf008 (i32.const 0) (local.get $h3))
    (i32.store offset=0xf00c (i32.const 0) (local.get $h4))))

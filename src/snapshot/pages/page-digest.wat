;; Computes the first 64 bits of the MurmurHash3_x86_128 (Austin Appleby, public domain) of a page of 4096 bytes, seed 0:
;; https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp. The caller lays the page into memory.
(module
  ;; The page is at 0, and after it, at 0x1000, its digest: two words.
  (memory (export "memory") 1 1)

  ;; The only function of the module: see `compileOnce` in src/snapshot/node.ts.
  (func (export "run")
    (local $at i32)
    (local $h1 i32) (local $h2 i32) (local $h3 i32) (local $h4 i32)
    (loop $block
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
      (br_if $block (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (i32.const 0x1000))))
    ;; The number of bytes, then each word of the state mixed with all others.
    (local.set $h1 (i32.xor (local.get $h1) (i32.const 0x1000)))
    (local.set $h2 (i32.xor (local.get $h2) (i32.const 0x1000)))
    (local.set $h3 (i32.xor (local.get $h3) (i32.const 0x1000)))
    (local.set $h4 (i32.xor (local.get $h4) (i32.const 0x1000)))
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
    (i32.store offset=0x1000 (i32.const 0) (local.get $h1))
    (i32.store offset=0x1004 (i32.const 0) (local.get $h2))))

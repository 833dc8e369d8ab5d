#include "textflag.h"

// How often each byte of a block counts in the second sum: 32, 31, ... 1.
DATA weights<>+0(SB)/8, $0x191a1b1c1d1e1f20
DATA weights<>+8(SB)/8, $0x1112131415161718
DATA weights<>+16(SB)/8, $0x090a0b0c0d0e0f10
DATA weights<>+24(SB)/8, $0x0102030405060708
GLOBL weights<>(SB), RODATA|NOPTR, $32

DATA ones<>+0(SB)/8, $0x0001000100010001
GLOBL ones<>(SB), RODATA|NOPTR, $8

// TOTAL adds up the 64-bit lanes of a register: y, whose lower half is x.
#define TOTAL(y, x, out) \
	VEXTRACTI128 $1, y, X7 \
	VPADDQ X7, x, x \
	VPSHUFD $0xee, x, X7 \
	VPADDQ X7, x, x \
	MOVQ x, out

// func adlerAVX2(data *byte, blocks int) (sum, weighted uint64)
//
// Y0 is the sum of all bytes, Y1 the weighted sum of the bytes within their blocks, and Y2
// the sum of what Y0 was before each block.
TEXT ·adlerAVX2(SB), NOSPLIT, $0-32
	MOVQ data+0(FP), SI
	MOVQ blocks+8(FP), CX
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y6, Y6, Y6
	VMOVDQU weights<>(SB), Y5
	VPBROADCASTQ ones<>(SB), Y8

block:
	VMOVDQU (SI), Y3
	VPADDQ Y0, Y2, Y2
	VPSADBW Y6, Y3, Y4
	VPADDQ Y4, Y0, Y0
	VPMADDUBSW Y5, Y3, Y3
	VPMADDWD Y8, Y3, Y3
	VPADDD Y3, Y1, Y1
	ADDQ $32, SI
	DECQ CX
	JNZ block

	// The lanes of Y1 have 32 bits.
	VPSRLQ $32, Y1, Y3
	VPSLLQ $32, Y1, Y1
	VPSRLQ $32, Y1, Y1
	VPADDQ Y3, Y1, Y1
	VPSLLQ $5, Y2, Y2
	VPADDQ Y2, Y1, Y1
	TOTAL(Y0, X0, AX)
	TOTAL(Y1, X1, BX)
	VZEROUPPER
	MOVQ AX, sum+16(FP)
	MOVQ BX, weighted+24(FP)
	RET

#include "textflag.h"

// By the upper half of a byte, modulo 8: its bit.
DATA bit<>+0(SB)/8, $0x8040201008040201
DATA bit<>+8(SB)/8, $0x8040201008040201
GLOBL bit<>(SB), RODATA|NOPTR, $16

DATA half<>+0(SB)/8, $0x0f0f0f0f0f0f0f0f
GLOBL half<>(SB), RODATA|NOPTR, $8

DATA high<>+0(SB)/8, $0x8080808080808080
GLOBL high<>(SB), RODATA|NOPTR, $8

// SET stores the mask of a set, of which row is the table. Y0 and Y1 are the bytes, and Y2
// and Y3 the bits of their upper halves. A byte of which the highest bit is set is looked up as
// zero, and that is not its bit.
#define SET(row, at) \
	VPSHUFB Y0, row, Y4 \
	VPSHUFB Y1, row, Y5 \
	VPAND Y2, Y4, Y4 \
	VPAND Y3, Y5, Y5 \
	VPCMPEQB Y2, Y4, Y4 \
	VPCMPEQB Y3, Y5, Y5 \
	VPMOVMSKB Y4, AX \
	VPMOVMSKB Y5, BX \
	SHLQ $32, BX \
	ORQ BX, AX \
	MOVQ AX, at(DI)

// func fillAVX2(dst *Block, data *byte, blocks int, rows *[Sets][16]uint8)
TEXT ·fillAVX2(SB), NOSPLIT, $0-32
	MOVQ dst+0(FP), DI
	MOVQ data+8(FP), SI
	MOVQ blocks+16(FP), CX
	MOVQ rows+24(FP), DX
	VBROADCASTI128 bit<>(SB), Y7
	VPBROADCASTQ half<>(SB), Y6
	VBROADCASTI128 (DX), Y8
	VBROADCASTI128 16(DX), Y9
	VBROADCASTI128 32(DX), Y10
	VBROADCASTI128 48(DX), Y11
	VBROADCASTI128 64(DX), Y12
	VBROADCASTI128 80(DX), Y13
	VBROADCASTI128 96(DX), Y14
	VBROADCASTI128 112(DX), Y15

block:
	VMOVDQU (SI), Y0
	VMOVDQU 32(SI), Y1
	VPSRLW $4, Y0, Y2
	VPSRLW $4, Y1, Y3
	VPAND Y6, Y2, Y2
	VPAND Y6, Y3, Y3
	VPSHUFB Y2, Y7, Y2
	VPSHUFB Y3, Y7, Y3
	SET(Y8, 0)
	SET(Y9, 8)
	SET(Y10, 16)
	SET(Y11, 24)
	SET(Y12, 32)
	SET(Y13, 40)
	SET(Y14, 48)
	VPBROADCASTQ high<>(SB), Y4
	VPXOR Y4, Y0, Y0
	VPXOR Y4, Y1, Y1
	SET(Y15, 56)
	ADDQ $64, SI
	ADDQ $64, DI
	DECQ CX
	JNZ block
	VZEROUPPER
	RET

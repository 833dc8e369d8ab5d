#include "textflag.h"

DATA multiplier<>+0(SB)/4, $0x9e3779b1
GLOBL multiplier<>(SB), RODATA|NOPTR, $4

DATA fold<>+0(SB)/4, $0x20202020
GLOBL fold<>(SB), RODATA|NOPTR, $4

// func maskAVX2(dst *uint8, data *byte, steps int, f *filter)
TEXT ·maskAVX2(SB), NOSPLIT, $0-32
	MOVQ dst+0(FP), DI
	MOVQ data+8(FP), SI
	MOVQ steps+16(FP), CX
	MOVQ f+24(FP), DX
	VPBROADCASTD multiplier<>(SB), Y9
	VPBROADCASTD fold<>(SB), Y8

step:
	// The grams at eight even offsets, hashed.
	VPMOVZXWD (SI), Y0
	VPMOVZXWD 2(SI), Y1
	VPSLLD $16, Y1, Y1
	VPOR Y8, Y0, Y0
	VPOR Y1, Y0, Y0
	VPMULLD Y9, Y0, Y0

	// Their words: by the upper 16 bits.
	VPSRLD $16, Y0, Y1
	VPCMPEQD Y7, Y7, Y7
	VPGATHERDD Y7, (DX)(Y1*4), Y2

	// The bits, by the next five and the five behind them. Both must be set.
	VPSLLD $16, Y0, Y3
	VPSRLD $27, Y3, Y3
	VPSLLD $21, Y0, Y4
	VPSRLD $27, Y4, Y4
	VPSRLVD Y3, Y2, Y3
	VPSRLVD Y4, Y2, Y4
	VPAND Y3, Y4, Y3
	VPSLLD $31, Y3, Y3
	VMOVMSKPS Y3, AX
	MOVB AX, (DI)
	ADDQ $16, SI
	INCQ DI
	DECQ CX
	JNZ step
	VZEROUPPER
	RET

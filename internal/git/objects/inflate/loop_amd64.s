#include "go_asm.h"
#include "textflag.h"

// The registers of the loop:
//
//	SI   the next byte of the input        R8   the last place of SI at which a round may begin
//	DI   the next byte of the output       R9   likewise of DI
//	R10  the next bits of the stream       R15  where the output begins
//	R11  how many count, in bits 0-7       R12  the table of literals and lengths
//	                                       R13  the table of distances
//
// An entry is subtracted from R11 as it is, as its bits 0-7 are the count of bits to remove.
// The higher bits of R11 mean nothing then.

#define LITMASK $((1<<const_litBits)-1)
#define DISTMASK $((1<<const_distBits)-1)

// REFILL reads ahead as many whole bytes as fit.
#define REFILL \
	MOVQ (SI), BX \
	SHLXQ R11, BX, BX \
	ORQ BX, R10 \
	MOVL R11, BX \
	SHRL $3, BX \
	ANDL $7, BX \
	ADDQ $7, SI \
	SUBQ BX, SI \
	ORL $56, R11

// REMOVE removes the bits of an entry.
#define REMOVE(entry) \
	SHRXQ entry, R10, R10 \
	SUBL entry, R11

// LOOKUP sets entry to that of the next bits in the table of literals and lengths.
#define LOOKUP(entry) \
	MOVL R10, entry \
	ANDL LITMASK, entry \
	MOVL (R12)(entry*4), entry

// VALUE sets value, which holds the bits at the entry, to the length or the distance. It
// spoils temp and entry.
#define VALUE(entry, value, temp) \
	BZHIQ entry, value, value \
	MOVL entry, temp \
	SHRL $8, temp \
	SHRXQ temp, value, value \
	SHRL $16, entry \
	ADDL entry, value

// func decodeBMI2(r *rounds) int
TEXT ·decodeBMI2(SB), NOSPLIT, $0-16
	MOVQ r+0(FP), AX
	MOVQ rounds_src(AX), SI
	MOVQ rounds_inLast(AX), R8
	ADDQ SI, R8
	ADDQ rounds_in(AX), SI
	MOVQ rounds_dst(AX), R15
	MOVQ rounds_outLast(AX), R9
	ADDQ R15, R9
	MOVQ rounds_out(AX), DI
	ADDQ R15, DI
	MOVQ rounds_bits(AX), R10
	MOVQ rounds_n(AX), R11
	MOVQ rounds_lit(AX), R12
	MOVQ rounds_dist(AX), R13
	CMPQ SI, R8
	JHI  limit
	CMPQ DI, R9
	JHI  limit
	REFILL
	LOOKUP(AX)

next:
	CMPQ SI, R8
	JHI  limit
	CMPQ DI, R9
	JHI  limit

	// AX is the next entry, and there are 56 bits: two literals from the main table, of up
	// to litBits, and a length, of up to 20, or three literals and the next entry.
	MOVQ  R10, DX
	REMOVE(AX)
	TESTL AX, AX
	JPL   length
	LOOKUP(BX)
	SHRL  $16, AX
	MOVB  AX, (DI)
	INCQ  DI
	MOVQ  R10, DX
	REMOVE(BX)
	TESTL BX, BX
	JPL   length2
	LOOKUP(AX)
	SHRL  $16, BX
	MOVB  BX, (DI)
	INCQ  DI
	MOVQ  R10, DX
	REMOVE(AX)
	TESTL AX, AX
	JPL   length

literal:
	SHRL $16, AX
	MOVB AX, (DI)
	INCQ DI
	LOOKUP(AX)
	REFILL
	JMP  next

length2:
	MOVL BX, AX

length:
	TESTL $const_special, AX
	JNE   special

lengthFound:
	VALUE(AX, DX, BX)

	// A distance takes up to 28 bits, and the next entry is looked up by litBits.
	CMPB R11, $(28+const_litBits)
	JCC  distance
	REFILL

distance:
	MOVL  R10, AX
	ANDL  DISTMASK, AX
	MOVL  (R13)(AX*4), AX
	TESTL $const_special, AX
	JNE   specialDistance

distanceFound:
	MOVQ R10, CX
	REMOVE(AX)
	VALUE(AX, CX, BX)

	// The next entry is on its way while the match is copied.
	LOOKUP(AX)
	REFILL
	MOVQ DI, BX
	SUBQ R15, BX
	CMPQ CX, BX
	JHI  badDistance
	MOVQ DI, BX
	SUBQ CX, BX
	ADDQ DI, DX
	CMPL CX, $16
	JCS  near
	MOVOU (BX), X0
	MOVOU X0, (DI)
	ADDQ  $16, BX
	ADDQ  $16, DI

far:
	MOVOU (BX), X0
	MOVOU X0, (DI)
	ADDQ  $16, BX
	ADDQ  $16, DI
	CMPQ  DI, DX
	JCS   far
	MOVQ  DX, DI
	JMP   next

near:
	// Of the eight bytes, those up to the distance are right. Others are written again.
	CMPL CX, $1
	JEQ  run
	CMPL CX, $8
	JLS  nearer
	MOVL $8, CX

nearer:
	MOVQ (BX), X0
	MOVQ X0, (DI)
	ADDQ CX, BX
	ADDQ CX, DI
	CMPQ DI, DX
	JCS  nearer
	MOVQ DX, DI
	JMP  next

run:
	VPBROADCASTB (BX), X0

runOn:
	MOVOU X0, (DI)
	ADDQ  $16, DI
	CMPQ  DI, DX
	JCS   runOn
	MOVQ  DX, DI
	JMP   next

special:
	TESTL $const_subtable, AX
	JEQ   end
	MOVL  AX, BX
	SHRL  $8, BX
	ANDL  $15, BX
	BZHIQ BX, R10, BX
	SHRL  $16, AX
	ADDL  BX, AX
	MOVL  (R12)(AX*4), AX
	MOVQ  R10, DX
	REMOVE(AX)
	TESTL AX, AX
	JMI   literal
	TESTL $const_special, AX
	JEQ   lengthFound

end:
	TESTL $const_blockEnd, AX
	JEQ   badCode
	MOVQ  $const_roundsEnd, AX
	JMP   done

specialDistance:
	TESTL $const_subtable, AX
	JEQ   badCode
	MOVL  AX, BX
	SHRL  $8, BX
	ANDL  $15, BX
	REMOVE(AX)
	BZHIQ BX, R10, BX
	SHRL  $16, AX
	ADDL  BX, AX
	MOVL  (R13)(AX*4), AX
	TESTL $const_special, AX
	JEQ   distanceFound

badCode:
	MOVQ $const_roundsBadCode, AX
	JMP  done

badDistance:
	MOVQ $const_roundsBadDistance, AX
	JMP  done

limit:
	MOVQ $const_roundsLimit, AX

done:
	MOVQ r+0(FP), BX
	SUBQ rounds_src(BX), SI
	MOVQ SI, rounds_in(BX)
	SUBQ R15, DI
	MOVQ DI, rounds_out(BX)
	MOVQ R10, rounds_bits(BX)
	ANDL $63, R11
	MOVQ R11, rounds_n(BX)
	MOVQ AX, ret+8(FP)
	RET

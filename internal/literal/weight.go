package literal

import (
	"math"
	"strings"
	"sync"
)

// Weight is how rare a text is in source code, in bits: one of weight 8 is
// expected once in 256 places. With fold, letters match in both their cases.
//
// The figures are rounded shares of each byte in some tens of megabytes of
// public source code in C, Go, Python, PHP and JavaScript, and those of common
// words; nothing but speed depends on them.
func Weight(text string, fold bool) float64 {
	return withWords(text, byteWeight(text, fold))
}

// byteWeight is the weight that the single bytes of a text make.
func byteWeight(text string, fold bool) float64 {
	sum := 0.0
	for i := range len(text) {
		b := text[i]
		if fold && 'A' <= b && b <= 'Z' {
			b |= 0x20 // upper case adds little
		}
		if i > 0 && (text[i] == text[i-1] || text[i-1:i+1] == "0x") {
			sum += again
		} else {
			sum += weights[b]
		}
	}
	return sum
}

// again is the weight of a byte that repeats the one before: rows of spaces
// or dashes are much more common than their bytes would make them. So is 0x.
const again = 2

// gramWeight is the weight of a few bytes, folded. Of the common triples of
// the language the single bytes say too much.
func gramWeight(text string) float64 {
	weight := byteWeight(text, true)
	for i := range len(text) - 2 {
		if rank := triples()[tripleIndex(text[i:])]; rank > 0 {
			triple := 8 + 16*float64(rank-1)/float64(len(common))
			weight = min(weight, byteWeight(text[:i], true)+triple+byteWeight(text[i+3:], true))
		}
	}
	if word, ok := wordGrams()[gram(strings.ToLower(text))]; ok && len(text) == 4 {
		weight = min(weight, word)
	}
	return weight
}

// triples are the ranks of the common triples, from 1 on; 0 for the others.
var triples = sync.OnceValue(func() *[1 << 15]uint16 {
	ranks := new([1 << 15]uint16)
	for i := 0; i < len(common); i += 4 {
		ranks[tripleIndex(common[i:])] = uint16(i/4 + 1)
	}
	return ranks
})

// tripleIndex numbers the triples of letters that text begins with, in any
// case. 0 is no triple.
func tripleIndex(text string) int {
	n := 0
	for i := range 3 {
		c := text[i] | 0x20
		if c < 'a' || c > 'z' {
			return 0
		}
		n = n<<5 | int(c-'a'+1)
	}
	return n
}

// common are the most frequent triples of letters in the same code, folded,
// the most frequent first.
const common = "" +
	"msg str ion the ing int for tio com con est ect tes ate ent ter ame ack age nam ile sta ser err fil all " +
	"ret orm tur and pac ver git pos val thi etu mat sel ati ons nte urn his dat res tri rin ers typ rma not " +
	"unc set tor ass fun ype rea get ist mpo che omp ted ase pat rep nst omm use tin der ode tru ess sio ang " +
	"tra par ref pro nde equ mod ran ith ead ble end alu ose lin cti lue ont lic exp obj ath ort ine pec ind " +
	"add ite out rro mit ror wit ali epo ins ext ime tim are tat onf abl ire rsi ere pre one arg men cal def " +
	"lat fie jec ert len man dir ore her pti per cha loc por bje ata ren uin req tho mpl eld ain ste rat rec " +
	"nfi sse opt lis tch ace del ult iel les ple sit mov new ces rit tha ail ock fig loa our pla mmi ade ory " +
	"ele anc que ive lse rom run xpe era unt han nti las oun act ten put nge enc als tre hat bas nce ord uct " +
	"mes ual ign ize fro aut tal imp ruc url ull und oad wor tem can app red cod hec ote ilt eck qui ove ges " +
	"you rem osi ini lea ice ssi ara fer sys ven reg eve bra var ito eri sub nil sin cla art tex ese rue emp"

// shares are the shares of the bytes, and weights their weights.
var shares, weights = func() (shares, weights [256]float64) {
	for i := range shares {
		shares[i] = 0.00025
	}
	for _, group := range []struct {
		share float64
		bytes string
	}{
		{0.14, " "},
		{0.065, "e"},
		{0.05, "t"},
		{0.04, "arnio"},
		{0.035, "s"},
		{0.025, "lc\n"},
		{0.02, "dup"},
		{0.016, "mf"},
		{0.012, "gh"},
		{0.011, ".(),\t"},
		{0.009, "yb0_\""},
		{0.006, "v=k/1-w"},
		{0.004, "x*:;2"},
		{0.003, "ESTCAIRN34{}'D<>LO5"},
		{0.002, "68PFM97UB[]#"},
		{0.0015, "z&jGHV+"},
		{0.001, "WK|q@!$\\Y%"},
		{0.0006, "X`?QJZ"},
		{0.0003, "^~\r"},
	} {
		for i := range len(group.bytes) {
			shares[group.bytes[i]] = group.share
		}
	}
	for i, share := range shares {
		weights[i] = -math.Log2(share)
	}
	return shares, weights
}()

package scan

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/content/decode"
	"github.com/sluicesec/sluice/internal/engine"
)

// encodedPieces are parts of texts in which runs of all kinds begin, end and go on.
var encodedPieces = []string{
	"dG9rZW4gdG9rZW4gdG9rZW4gdG9rZW4gdG9rZW4gdG9rZW4g", "YSBiIGMgZCBlIGYgZyBoIGkgaiBr", "746f6b656e20746f6b656e20746f6b65", "\n", "\n", "\n  ", "\n# ", "\n  // ", "# ", "\r\n", "\\n",
	`" + "`, "' .\n  '", "\\\n   ", "=\n", "=\r\n", "=3D", "%41", "%2541", "\\u0041", "\\x41", "\\x1f\\x8b", "\\101", "&#65;", "&quot;:", "+AEE-",
	"\x1b[32m", "\u200b", "＝", "0x67, 0x68, ", "103, 104,", "67:68:70:", "67 68 70 5f ", "'a', 'b',", "\"", "'", ",", "=", "a", "word", " ", "        ", "é", "/", "-", "_", "+",
	"`", "^\n", "^\r\n", `\\\\\\\"`, "\") + (\"", "\" * \"", "' // '", "` + \"", "\" + `\n  \"", "''", "&amp;#103;", "&#103", "&shy;", "%u0041", "%252541", "\\x{41}", "\\\n  \\a",
	"00000010: 6768 705f 6768 705f 6768 705f 6768 705f  ghp_ghp_\n", "00000010  67 68 70 5f 67 68 70 5f  67 68 70 5f 67 68 70 5f  |ghp_|\n", "0000020 67 68 70 5f\n",
	"\\_", "A1\\/", "\\:", "<wbr>", "<span class=\"x\">", "</span>", "</span>=", "<!-- x -->", "t = \"A1", "\";\nt += \"A1", "\"\r\nt .= 'B2", "\");\n  t.append(\"C3", ";", ")", "t", "\n> ",
	"\t0x0010:  6768 705f 6768 705f 6768 705f 6768 705f  ghp_\n", "0010   67 68 70 5f 67 68 70 5f 67 68 70 5f 67 68 70 5f   ghp_\n", "0020  67 68 70 5f\n",
	"00000010", ": ", "67-68-70-5f-", "67_68_", "- 103\n", "- 67\n", "0x67, 0x68, \n", "5f,67,70,", "67, ",
	"=?utf-8?Q?a=5Fb?=", "=?utf-8?B?dG9rZW4gdG9rZW4gdG9rZW4g?=", "?=\n =?x?q?", "=5F", "=67=68", "?=", "&AEE-", "&#0000103", "\\N{LOW LINE}", "\\5f ", "\\00005f",
	"C=&AS97)S=&%R=',@=&AI<F0@9F]U<G1H\n", "M=&%R=',@=&AI<F0@9F]U<G1H(&9I9G1H('-I>'1H('-E=F5N=&@@96EG:'1H\n", "M=&%R=',@=&AI<F0@9F]U<G1H(&9I9G1H('-I>'1H('-E=F5N=&@@96EG:'1H\r\n", "<~BOu!rDZBb;EZen%~>",
	"b85", "base45 ", "base62(", "base58", "rot13", "[::-1]", "strrev(", "EHIN6T10EDNN6T10EHIN6T10", "6NPRYyz8oqkyzq8pAx7xxNsQ3", "XK}?ZVRApgZ)&uD{NxG", "Q$DZJD6/DZ3EO-D+3ELWE-3E",
	"0000000   g   h   p  \\n\n", "0000020   x  \\0      y\n", "0000000 103 104 112  95 103 104 112  95\n", "0000020 67687067 67687067 67687067 67687067\n", "dG9rZW4gdG9rZW4gdG9rZW4g\n", "dG9rZW4gdG9rZW4gdG9rZW4g<br>", "&#10;", "%0A",
	"x = {\n", "[\r\n  ", "x:\n  - 103\n", "01100111 01101000 ", "0b0110, ", "147 150 137 ", "67;68;70;", "67\n68\n", "67  68  ", "\"67\", ", "67.68.", "103/104/",
	`:\/\/a:`, `:\\/\\/`, "@", "\u2003=", "=\u2003\"", "&gt;A1b2c3", "&lt;/", "\\: A1", "\\ =", "ⓖ", "\U000e0067", "A\xad1", "147 150 ", "103\n", "67\n", "A1\"<>\"B2", `"g""h"`, "\\uu0067", "A1\\u200b",
	"A_1=\n", "-B2", "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8S9t0U1v2\n", "name=", "00000010", ": ", "67-68-70-5f-", "67_68_", "- 103\n", "- 67\n", "0x67, 0x68, \n", "5f,67,70,", "67, ",
	"\"\\x1f\\x8b\\x08\\x00", "'PK\\x03\\x04\\x14'", "\\xfd7zXZ\\x00", "BZh91AY&SY\\xae", "0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00,", "31,139,8,0,0,0,0,0,", "80, 75, 3, 4, 20, 0, 0, 0, 8, 0, 1, 2,", "30 82 02 5e 02 01 00 ",
	strings.Repeat("long ", 30), strings.Repeat("a", 300), strings.Repeat("0x61,", 14), strings.Repeat("98, ", 13), strings.Repeat("\\x41", 3),
}

func randomEncoded(rng *rand.Rand, n int) []byte {
	var b []byte
	for range rng.IntN(n) {
		p := encodedPieces[rng.IntN(len(encodedPieces))]
		for range 1 + rng.IntN(2)*rng.IntN(5) {
			b = append(b, p...)
		}
	}
	return b
}

// The runs of an edited text are those of the text, whatever was there before.
func TestEditedRuns(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	plain := newPlainParagraphs()
	for i := range 20_000 {
		base := randomEncoded(rng, 40)
		var data []byte
		var copies []engine.Copy
		for at := 0; at < len(base); {
			n := min(len(base)-at, 1+rng.IntN(1+len(base)))
			switch rng.IntN(6) {
			case 0: // removed
			case 1:
				data = append(data, randomEncoded(rng, 4)...)
				fallthrough
			default:
				copies = append(copies, engine.Copy{Base: at, At: len(data), Len: n})
				data = append(data, base[at:at+n]...)
			}
			at += n
			if rng.IntN(8) == 0 {
				at = rng.IntN(len(base))
				if len(data) > 4*len(base) {
					break
				}
			}
		}
		if rng.IntN(4) == 0 {
			data = append(data, randomEncoded(rng, 4)...)
		}
		if len(copies) == 0 {
			continue
		}
		want := decode.Find(nil, data, 0, len(data))
		fresh := freshParagraphs(nil, data, copies, len(base))
		got, _ := editedRuns(nil, data, copies, &state{size: len(base), runs: decode.Find(nil, base, 0, len(base))}, fresh, plain)
		slices.SortFunc(got, decode.Compare)
		if !slices.Equal(got, want) {
			t.Fatalf("%d: base %q\ndata %q\ncopies %v\n got %v\nwant %v", i, base, data, copies, got, want)
		}
	}
}

// What is known of a paragraph holds where the data goes on behind it, or ends with it, and not for both: the last line
// of base64 may be whole only at the end.
func TestPlainParagraphsAtEnds(t *testing.T) {
	t.Parallel()
	plain := newPlainParagraphs()
	data := []byte("same\nsame\nsame\n")
	for _, at := range []span{{0, 5}, {5, 10}, {10, 15}} {
		key, slot := plain.slot(0, data, at)
		if *slot == key {
			t.Errorf("%v is taken for another place", at)
		}
		*slot = key
		if again, slot := plain.slot(0, append([]byte(nil), data...), at); *slot != again {
			t.Errorf("%v is not known again", at)
		}
	}
	if key, slot := plain.slot(1, data, span{5, 10}); *slot == key {
		t.Error("the class says nothing")
	}
	if key, slot := plain.slot(0, []byte("same\nsamE\nsame\n"), span{5, 10}); *slot == key {
		t.Error("the bytes say nothing")
	}
}

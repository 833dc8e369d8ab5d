package prebuilt

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// What a Writer writes a Reader reads, whatever the order.
func TestReadBack(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 1))
		var w Writer
		var want []any
		var read []func(*Reader) any
		for range rng.IntN(40) {
			switch rng.IntN(6) {
			case 0:
				n := rng.Uint64() >> rng.IntN(64)
				w.Uint(n)
				want, read = append(want, n), append(read, func(r *Reader) any { return r.Uint() })
			case 1:
				n := int(rng.Uint64()>>rng.IntN(64)) * (1 - 2*rng.IntN(2))
				w.Int(n)
				want, read = append(want, n), append(read, func(r *Reader) any { return r.Int() })
			case 2:
				x := rng.NormFloat64()
				w.Float(x)
				want, read = append(want, x), append(read, func(r *Reader) any { return r.Float() })
			case 3:
				b := rng.IntN(2) == 0
				w.Bool(b)
				want, read = append(want, b), append(read, func(r *Reader) any { return r.Bool() })
			case 4:
				s := string(make([]byte, rng.IntN(300)))
				w.String(s)
				want, read = append(want, s), append(read, func(r *Reader) any { return r.String() })
			case 5:
				var list []string
				for i := range rng.IntN(4) {
					list = append(list, string(rune('a'+i)))
				}
				w.Strings(list)
				want, read = append(want, list), append(read, func(r *Reader) any { return r.Strings() })
			}
		}
		r := NewReader(string(w.Bytes()))
		for i := range want {
			if got := read[i](r); !reflect.DeepEqual(got, want[i]) {
				t.Fatalf("seed %d, item %d: read %v, not %v", seed, i, got, want[i])
			}
		}
		if r.More() || r.Err() != nil {
			t.Fatalf("seed %d: more %v, error %v", seed, r.More(), r.Err())
		}
		r.Uint()
		if r.Err() == nil {
			t.Fatalf("seed %d: no error past the end", seed)
		}
	}
}

// Lists share memory, but to extend one leaves the others alone.
func TestListsDoNotOverlap(t *testing.T) {
	var w Writer
	w.Strings([]string{"a"})
	w.Strings([]string{"b"})
	r := NewReader(string(w.Bytes()))
	first, second := r.Strings(), r.Strings()
	_ = append(first, "x")
	if second[0] != "b" {
		t.Errorf("the second list became %q", second)
	}
}

// Whatever it is given, a Reader ends, and says so when it is no such text.
func FuzzReader(f *testing.F) {
	f.Add("\x01a\x02\x01b\x01c", "sl")
	f.Add("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f", "ul")
	f.Add("\x05\x02\x01\x00\x03ab", "jj")
	f.Add("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", "i")
	f.Fuzz(func(t *testing.T, text, calls string) {
		r := NewReader(text)
		for _, c := range calls {
			switch c {
			case 'u':
				r.Uint()
			case 'i':
				r.Int()
			case 'f':
				r.Float()
			case 'b':
				r.Bool()
			case 's':
				_ = r.String()
			case 'l':
				r.Strings()
			case 'j':
				r.common = func() string { return text }
				r.joined()
			}
			if r.Err() != nil && (r.More() || r.Uint() != 0 || r.String() != "") {
				t.Fatal("something was read after an error")
			}
		}
	})
}

// TestHolds: a view of the rules is in the file, and an equal string is not.
func TestHolds(t *testing.T) {
	if s := text(ruleSection)[100:140]; !Holds(s) || Holds(strings.Clone(s)) {
		t.Errorf("%q: %v, and a copy %v", s, Holds(s), Holds(strings.Clone(s)))
	}
	if Holds("") {
		t.Error("nothing is in the file")
	}
}

// TestCut: a text is what its pieces are joined to, whatever was cut before it, and what
// was there before costs little.
func TestCut(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	words := []string{"(?i)", "[a-z0-9]{20,40}", "the name of a variable that holds a secret", "=>", "x", strings.Repeat("abc", 30)}
	var c cutter
	var w Writer
	var texts []string
	for range 200 {
		var b strings.Builder
		for range rng.IntN(8) {
			b.WriteString(words[rng.IntN(len(words))])
		}
		texts = append(texts, b.String())
		w.cut(&c, b.String())
	}
	r := c.newReader(string(w.Bytes()))
	for i, want := range texts {
		if got := r.joined(); got != want {
			t.Fatalf("text %d: %q, not %q", i, got, want)
		}
	}
	if r.More() || r.Err() != nil {
		t.Errorf("at the end: %v", r.Err())
	}
	if all := len(strings.Join(texts, "")); len(c.common)+len(w.Bytes()) > all/2 {
		t.Errorf("%d and %d bytes for %d", len(c.common), len(w.Bytes()), all)
	}
}

// TestPack: what is unpacked is what was packed, and what is broken is "".
func TestPack(t *testing.T) {
	for _, s := range []string{"", "a", strings.Repeat("a regex ", 1000)} {
		packed := string(Pack([]byte(s)))
		if got := unpack(packed); got != s {
			t.Errorf("%d bytes became %d", len(s), len(got))
		}
		if got := unpack(packed[:len(packed)-1]); got != "" {
			t.Errorf("of a part: %q", got)
		}
	}
}

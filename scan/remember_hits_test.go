package scan

import (
	"reflect"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/cache"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/rules"
)

// TestKeyKnowsAllFields: a field that is added to a rule has to be in the key of the cache.
func TestKeyKnowsAllFields(t *testing.T) {
	for of, want := range map[reflect.Type]int{
		reflect.TypeFor[rules.Rule]():      36,
		reflect.TypeFor[rules.Part]():      4,
		reflect.TypeFor[rules.Allowlist](): 10,
		reflect.TypeFor[rules.Generic]():   2,
		reflect.TypeFor[rules.Config]():    8,
	} {
		if n := of.NumField(); n != want {
			t.Errorf("%s has %d fields, not %d: write the new ones into the key of the cache, if they decide what is found", of, n, want)
		}
	}
}

func TestPlaceIsReadAsWritten(t *testing.T) {
	p := engine.Place{
		Extent: engine.Extent{Start: 10, End: 30, SecretStart: 12, SecretEnd: 20, Span: finding.Span{StartLine: 3, EndLine: 4, StartColumn: 5, EndColumn: 1},
			Where: finding.Where{Line: 3, Byte: 4, EndLine: 5, EndByte: 6, Unended: true}, Run: 7, Line: 2, Column: 9, LastLine: 3},
		Parts: []engine.PartPlace{{Start: 1, End: 5, Span: finding.Span{StartLine: 1, EndLine: 1, StartColumn: 2, EndColumn: 6}}},
	}
	var w cache.Writer
	writePlace(&w, p)
	r := cache.NewReader(w.Data())
	if got := readPlace(r); !reflect.DeepEqual(got, p) || !r.Done() {
		t.Errorf("%+v", got)
	}
}

// FuzzHits: whatever the section holds, it is read or refused.
func FuzzHits(f *testing.F) {
	var w cache.Writer
	w.Uint(1)
	w.Bytes(make([]byte, 20))
	w.Uint(1)
	w.Uint(1)
	id := append(make([]byte, 19), 1)
	w.Bytes(id)
	var hits cache.Writer
	hits.Uint(1)
	hits.Uint(0)
	hits.Uint(0)
	writePlace(&hits, engine.Place{Extent: engine.Extent{Start: 3, End: 9, SecretStart: 4, SecretEnd: 8}})
	w.Bytes(hits.Data())
	f.Add(w.Data())
	if again, all := readHits(w.Data()); len(again) != 1 || len(all.copies[oid.Make(id)]) == 0 {
		f.Fatal(again, all)
	}
	f.Fuzz(func(t *testing.T, section []byte) {
		again, all := readHits(section)
		if all == nil {
			return
		}
		for _, list := range all.copies {
			r := cache.NewReader(list)
			for range r.Len(2) {
				if c, ok := all.next(r); ok && c.hit >= c.model.hits {
					t.Fatal(len(again), c)
				}
			}
		}
	})
}

package decode

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// plainLists returns the lists behind an offset, tried from each byte.
func plainLists(data []byte, from int) (runs []Run) {
	for i := from; i < len(data); {
		next := i + 1
		if inNumber(data[i]) && (i == 0 || !isAlnum(data[i-1])) && !isSmall(data[i:]) {
			for _, form := range formsOf(data[i:]) {
				if form == noForm {
					continue
				}
				if end, _ := form.list(data, i); end > i {
					runs = append(runs, Run{Bytes, i, end})
					next = end
					break
				}
			}
		}
		i = next
	}
	return runs
}

// What a list that failed says of the next ones is so: the lists are those that are found if each is tried.
func TestListsAreThoseOfEachTry(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	pieces := [...][]string{
		{"0x41", "0x62", "0x7a", "0x20", "0x03", "0x00", "0x7f", "0x1234", "0xE4", "0X5a", "0x6", "0x067"},
		{"65", "104", "9", "3", "255", "256", "0", "067", "0101"},
		{"67", "6e", "00", "09", "7f", "a", "ffff", "67687067"},
		{"67h", "6eh", "0", "1fh", "x", "u", "#"},
	}
	separators := []string{", ", ",", ", ", ",", ",\n\t\t", "        ", " ", ":", ": ", "-", ";", "", "_", " - "}
	found, kinds := 0, map[int]bool{}
	for range 20_000 {
		var data []byte
		kind := rng.IntN(len(pieces))
		separator := separators[rng.IntN(len(separators))]
		often := 1 + rng.IntN(12) // how many pieces of a list are like its first, on average
		for range rng.IntN(60) {
			piece := pieces[kind][rng.IntN(len(pieces[kind]))]
			if rng.IntN(often) > 0 {
				piece = pieces[kind][rng.IntN(3)]
			}
			data = append(data, piece...)
			if data = append(data, separator...); rng.IntN(12) == 0 {
				separator = separators[rng.IntN(len(separators))]
			}
		}
		if len(data) == 0 {
			continue
		}
		s := search{data: data, to: len(data), joined: -1}
		for at := 0; at < len(data); { // the parts of the list
			start := at
			if !s.inList(at) {
				at++
				continue
			}
			for at < len(data) && s.inList(at) {
				at++
			}
			got := search{data: data[:at], to: at, joined: -1}
			if got.dumpAt(start, start) > 0 {
				continue
			}
			got.numbersAt(start, start)
			want := plainLists(data[:at], start)
			if !slices.Equal(got.runs, want) {
				t.Fatalf("%q: %v, want %v", data[start:at], got.runs, want)
			}
			if found += len(want); len(want) > 0 {
				kinds[kind] = true
			}
		}
	}
	if found < 1000 || len(kinds) < 3 {
		t.Errorf("%d lists of %d kinds: the test says little", found, len(kinds))
	}
}

func TestHasDigit(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for range 100_000 {
		var b [8]byte
		binary.LittleEndian.PutUint64(b[:], rng.Uint64()&rng.Uint64())
		if rng.IntN(2) == 0 {
			b[rng.IntN(8)] = byte('0' - 2 + rng.IntN(14))
		}
		if got, want := hasDigit(binary.LittleEndian.Uint64(b[:])), slices.ContainsFunc(b[:], isDigit); got != want {
			t.Fatalf("%q: %v, want %v", b, got, want)
		}
	}
}

// A list that was cut anywhere has the bytes before.
func TestNumbersCut(t *testing.T) {
	for _, format := range []string{"%d, ", "%d,", "0x%02x, ", "0x%02x,", "%02x:", "%02x "} {
		var list []byte
		for b := range byte(200) {
			list = fmt.Appendf(list, format, '!'+b%90)
		}
		list = bytes.TrimRight(list, ", :")
		runs := Find(nil, list, 0, len(list))
		if len(runs) != 1 {
			t.Fatalf("%q: %v", format, runs)
		}
		for most := 100; most < 140; most++ {
			got := runs[0].Bytes(list, most)
			if len(got) < 100/(len(format)+2) || got[0] != '!' || got[len(got)-2] != '!'+byte(len(got)-2)%90 {
				t.Errorf("%q, %d bytes: %q", format, most, got)
			}
		}
	}
}

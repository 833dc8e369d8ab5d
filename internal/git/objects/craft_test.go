package objects_test

import (
	"bytes"
	"compress/zlib"
	"crypto/sha1"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// A craft is an entry of a pack made by hand. Zero fields are what an honest
// writer would write.
type craft struct {
	kind   byte   // type field of the header
	data   []byte // what the stream inflates to
	id     []byte // default: the hash of data as a blob
	base   int    // for kind 6: which entry is the base
	baseID []byte // for kind 7

	size     int64  // declared size
	distance int64  // for kind 6: how far before the entry the base is
	stream   []byte // bytes stored
	after    []byte // bytes between this entry and the next
	offset   int64  // offset in the index
	crc      uint32 // CRC in the index
}

func blobID(content []byte) []byte {
	sum := sha1.Sum(append(fmt.Appendf(nil, "blob %d\x00", len(content)), content...))
	return sum[:]
}

func compress(data []byte) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		panic(err)
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// varint is a size as a delta holds it.
func varint(n int64) []byte { return binary.AppendUvarint(nil, uint64(n)) }

// diff is a delta that declares these sizes and holds these instructions.
func diff(base, result int64, instructions ...byte) []byte {
	return slices.Concat(varint(base), varint(result), instructions)
}

// buildPack returns a pack of these entries, and its index. The checksums of
// both are right, whatever else is not.
func buildPack(entries []craft) (pack, idx []byte) {
	pack = binary.BigEndian.AppendUint32([]byte("PACK\x00\x00\x00\x02"), uint32(len(entries)))
	offsets := make([]int64, len(entries))
	for i := range entries {
		e := &entries[i]
		start := len(pack)
		offsets[i] = int64(start)
		if e.id == nil {
			e.id = blobID(e.data)
		}
		size := int64(len(e.data))
		if e.size != 0 {
			size = e.size
		}
		c := e.kind<<4 | byte(size&15)
		for size >>= 4; size > 0; size >>= 7 {
			pack = append(pack, c|0x80)
			c = byte(size & 0x7f)
		}
		pack = append(pack, c)
		switch e.kind {
		case 6:
			n := int64(start) - offsets[e.base]
			if e.distance != 0 {
				n = e.distance
			}
			pack = append(pack, distance(n)...)
		case 7:
			pack = append(pack, e.baseID...)
		}
		if e.stream == nil {
			e.stream = compress(e.data)
		}
		pack = append(pack, e.stream...)
		if e.crc == 0 {
			e.crc = crc32.ChecksumIEEE(pack[start:])
		}
		pack = append(pack, e.after...)
		if e.offset == 0 {
			e.offset = int64(start)
		}
	}
	sum := sha1.Sum(pack)
	return append(pack, sum[:]...), buildIndex(entries, sum[:])
}

// itself is the distance 0, as the zero value means the true one.
const itself = -1

// distance is an offset to a base as an entry holds it.
func distance(n int64) []byte {
	if n == itself {
		n = 0
	}
	out := []byte{byte(n & 0x7f)}
	for n >>= 7; n > 0; n >>= 7 {
		n--
		out = append(out, 0x80|byte(n&0x7f))
	}
	slices.Reverse(out)
	return out
}

func buildIndex(entries []craft, packSum []byte) []byte {
	sorted := slices.Clone(entries)
	slices.SortStableFunc(sorted, func(a, b craft) int { return bytes.Compare(a.id, b.id) })
	idx := []byte("\xfftOc\x00\x00\x00\x02")
	for b, n := 0, 0; b < 256; b++ {
		for n < len(sorted) && int(sorted[n].id[0]) <= b {
			n++
		}
		idx = binary.BigEndian.AppendUint32(idx, uint32(n))
	}
	for _, e := range sorted {
		idx = append(idx, e.id...)
	}
	for _, e := range sorted {
		idx = binary.BigEndian.AppendUint32(idx, e.crc)
	}
	var large []byte
	for _, e := range sorted {
		if e.offset < 1<<31 {
			idx = binary.BigEndian.AppendUint32(idx, uint32(e.offset))
			continue
		}
		idx = binary.BigEndian.AppendUint32(idx, 1<<31|uint32(len(large)/8))
		large = binary.BigEndian.AppendUint64(large, uint64(e.offset))
	}
	idx = append(append(idx, large...), packSum...)
	sum := sha1.Sum(idx)
	return append(idx, sum[:]...)
}

// addPack puts a pack into a repository.
func (r repo) addPack(name string, pack, idx []byte) {
	r.Helper()
	for ext, data := range map[string][]byte{".pack": pack, ".idx": idx} {
		if data == nil {
			continue
		}
		if err := os.WriteFile(filepath.Join(r.Dir, "objects", "pack", "pack-"+name+ext), data, 0o644); err != nil {
			r.Fatal(err)
		}
	}
}

var (
	whole = bytes.Repeat([]byte("a line of a file\n"), 20)
	child = slices.Concat(whole, []byte("more\n"))
	grand = slices.Concat(whole, []byte("more\n"), []byte("still\n"))
	other = []byte("a file of its own")
)

// chain is a blob, a delta against it, a delta against that, and another blob.
func chain() []craft {
	return []craft{
		{kind: 3, data: whole},
		{kind: 6, base: 0, id: blobID(child), data: diff(340, 345, append([]byte{0xb0, 0x54, 0x01, 5}, "more\n"...)...)},
		{kind: 7, baseID: blobID(child), id: blobID(grand), data: diff(345, 351, append([]byte{0xb0, 0x59, 0x01, 6}, "still\n"...)...)},
		{kind: 3, data: other},
	}
}

// The packs made here are what git takes for packs.
func TestBuildPack(t *testing.T) {
	r := newRepo(t, "sha1")
	pack, idx := buildPack(chain())
	r.addPack("crafted", pack, idx)
	r.git(nil, "verify-pack", filepath.Join("objects", "pack", "pack-crafted.idx"))
	if n := len(r.objects()); n != len(chain()) {
		t.Errorf("git sees %d objects", n)
	}
}

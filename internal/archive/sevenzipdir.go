package archive

import (
	"encoding/binary"
	"errors"
	"math"
	"strings"
	"unicode/utf16"
)

// A directory7 is what the directory of a 7z says.
type directory7 struct {
	start   int64   // of the packed streams in the file
	packed  []int64 // their sizes
	folders []folder7
	files   []file7
}

// A folder7 is a stream that holds files, one behind the other.
type folder7 struct {
	coders      []coder7
	chain       []int   // the coders from the packed stream outwards
	unpacked    []int64 // size of what each coder gives
	firstPacked int     // its first packed stream
	split       bool    // a coder has several streams
	sizes       []int64 // of the files
	crcs        []*uint32
	crc         *uint32
}

type coder7 struct {
	method     string
	properties []byte
	in, out    int
}

type file7 struct {
	name  string
	empty bool // it has no content
	dir   bool
	size  int64
}

func (f *file7) path() string {
	if f.dir {
		return f.name + "/"
	}
	return f.name
}

// size is that of what the folder gives.
func (f *folder7) size() int64 {
	if len(f.chain) == 0 {
		return 0
	}
	return f.unpacked[f.chain[len(f.chain)-1]]
}

func (f *folder7) encrypted() bool {
	for _, c := range f.coders {
		if c.method == "\x06\xf1\x07\x01" {
			return true
		}
	}
	return false
}

// offset returns where the packed stream of a folder begins in the file, or -1.
func (d *directory7) offset(folder int) int64 {
	at := d.start
	for _, size := range d.packed[:d.folders[folder].firstPacked] {
		if at += size; at < 0 {
			return -1
		}
	}
	return at
}

// The properties of a directory (7zFormat.txt, "Property IDs").
const (
	end7 = iota
	header7
	properties7
	additional7
	mainStreams7
	files7
	packInfo7
	unpackInfo7
	subStreams7
	size7
	crc7
	folders7
	coderSizes7
	subCount7
	emptyStream7
	emptyFile7
	anti7
	names7
	packedHeader7 = 0x17
)

var errDir7 = errors.New("bad directory")

// A reader7 reads numbers of a directory. Its first error stays.
type reader7 struct {
	data []byte
	most int // entries
	err  error
}

func (r *reader7) fail() {
	if r.err == nil {
		r.err = errDir7
	}
	r.data = nil
}

func (r *reader7) bytes(n uint64) []byte {
	if n > uint64(len(r.data)) {
		r.fail()
		return nil
	}
	b := r.data[:n]
	r.data = r.data[n:]
	return b
}

func (r *reader7) byte() byte {
	if b := r.bytes(1); len(b) == 1 {
		return b[0]
	}
	return 0
}

// number reads a number whose first byte says how many more it has.
func (r *reader7) number() uint64 {
	first, mask, value := r.byte(), byte(0x80), uint64(0)
	for i := range 8 {
		if first&mask == 0 {
			return value | uint64(first&(mask-1))<<(8*i)
		}
		value |= uint64(r.byte()) << (8 * i)
		mask >>= 1
	}
	return value
}

// size reads a number of bytes.
func (r *reader7) size() int64 {
	n := r.number()
	if n > math.MaxInt64/2 {
		r.fail()
		return 0
	}
	return int64(n)
}

// count reads how many things follow, each of which takes some memory.
func (r *reader7) count() int {
	n := r.number()
	if n > uint64(r.most) {
		if r.err == nil {
			r.err = &Miss{Reason: TooManyEntries}
		}
		r.data = nil
		return 0
	}
	return int(n)
}

func (r *reader7) bits(n int) []bool {
	packed := r.bytes(uint64(n+7) / 8)
	bits := make([]bool, n)
	for i := range bits {
		bits[i] = r.err == nil && packed[i/8]&(0x80>>(i%8)) != 0
	}
	return bits
}

// digests reads the checksums of n things, some of which may have none.
func (r *reader7) digests(n int) []*uint32 {
	sums := make([]*uint32, n)
	var defined []bool
	if r.byte() == 0 {
		defined = r.bits(n)
	}
	for i := range sums {
		if defined != nil && !defined[i] {
			continue
		}
		if b := r.bytes(4); r.err == nil {
			sum := binary.LittleEndian.Uint32(b)
			sums[i] = &sum
		}
	}
	return sums
}

// parse7 reads a directory. If packed, it only says where the directory is.
func parse7(raw []byte, most int) (d *directory7, packed bool, err error) {
	r := &reader7{data: raw, most: most}
	d = &directory7{}
	switch r.byte() {
	case packedHeader7:
		d.streams(r)
		return d, true, r.err
	case header7:
	default:
		return nil, false, errDir7
	}
	for r.err == nil {
		switch id := r.number(); id {
		case end7:
			return d, false, r.err
		case properties7:
			for r.err == nil && r.number() != end7 {
				r.bytes(r.number())
			}
		case additional7:
			(&directory7{}).streams(r)
		case mainStreams7:
			d.streams(r)
		case files7:
			d.names(r)
		default:
			r.fail()
		}
	}
	return d, false, r.err
}

// streams reads where the packed streams are, and what they hold.
func (d *directory7) streams(r *reader7) {
	for r.err == nil {
		switch r.number() {
		case end7:
			d.whole()
			return
		case packInfo7:
			d.packInfo(r)
		case unpackInfo7:
			d.unpackInfo(r)
		case subStreams7:
			d.subStreams(r)
		default:
			r.fail()
		}
	}
}

// whole says of folders of which nothing else was said that they hold one file.
func (d *directory7) whole() {
	for i := range d.folders {
		if f := &d.folders[i]; f.sizes == nil {
			f.sizes, f.crcs = []int64{f.size()}, []*uint32{f.crc}
		}
	}
}

func (d *directory7) packInfo(r *reader7) {
	d.start = sevenZipHead + r.size()
	n := r.count()
	for r.err == nil {
		switch r.number() {
		case end7:
			if len(d.packed) != n {
				r.fail()
			}
			return
		case size7:
			d.packed = make([]int64, n)
			for i := range d.packed {
				d.packed[i] = r.size()
			}
		case crc7:
			r.digests(n)
		default:
			r.fail()
		}
	}
}

func (d *directory7) unpackInfo(r *reader7) {
	if r.number() != folders7 {
		r.fail()
	}
	n := r.count()
	if r.byte() != 0 { // elsewhere
		r.fail()
	}
	streams := 0
	for range n {
		f, packed := readFolder7(r)
		if f.firstPacked = streams; r.err != nil {
			return
		}
		if streams += packed; streams > len(d.packed) {
			r.fail()
			return
		}
		d.folders = append(d.folders, f)
	}
	if r.number() != coderSizes7 {
		r.fail()
	}
	for i := range d.folders {
		for j := range d.folders[i].unpacked {
			d.folders[i].unpacked[j] = r.size()
		}
	}
	for r.err == nil {
		switch r.number() {
		case end7:
			return
		case crc7:
			for i, sum := range r.digests(len(d.folders)) {
				d.folders[i].crc = sum
			}
		default:
			r.fail()
		}
	}
}

// readFolder7 reads the coders of a folder, and how they are chained. It also returns how
// many packed streams the folder has.
func readFolder7(r *reader7) (f folder7, packed int) {
	n := r.number()
	if n == 0 || n > maxCoders {
		r.fail()
		return f, 0
	}
	ins, outs := 0, 0
	for range n {
		flags := r.byte()
		c := coder7{method: string(r.bytes(uint64(flags & 15))), in: 1, out: 1}
		if flags&0x10 != 0 {
			in, out := r.number(), r.number()
			if in > maxCoders || out > maxCoders {
				r.fail()
				return f, 0
			}
			c.in, c.out = int(in), int(out)
		}
		if flags&0x20 != 0 {
			c.properties = r.bytes(r.number())
		}
		if flags&0x80 != 0 {
			r.fail()
		}
		f.split = f.split || c.in != 1 || c.out != 1
		ins, outs = ins+c.in, outs+c.out
		f.coders = append(f.coders, c)
	}
	from := map[int]int{} // the stream that a coder takes is the one that another gives
	for range outs - 1 {
		in, out := r.number(), r.number()
		if in >= uint64(ins) || out >= uint64(outs) {
			r.fail()
			return f, 0
		}
		from[int(in)] = int(out)
	}
	if packed = ins - max(0, outs-1); packed < 1 {
		r.fail()
		return f, 0
	}
	first := 0
	for i := range packed {
		if packed == 1 {
			for from != nil && first < ins {
				if _, bound := from[first]; !bound {
					break
				}
				first++
			}
			break
		}
		if v := r.number(); i == 0 {
			first = int(min(v, uint64(ins)))
		}
	}
	f.unpacked = make([]int64, outs)
	if f.split || r.err != nil {
		return f, packed
	}
	// Every coder has one stream on each side, so they form a chain.
	to := map[int]int{}
	for in, out := range from {
		to[out] = in
	}
	for at, ok := first, first < ins; ok; at, ok = to[at], has(to, at) {
		if len(f.chain) == len(f.coders) {
			break
		}
		f.chain = append(f.chain, at)
	}
	if len(f.chain) != len(f.coders) {
		r.fail()
	}
	return f, packed
}

func has(m map[int]int, key int) bool { _, ok := m[key]; return ok }

// subStreams reads the sizes of the files in each folder.
func (d *directory7) subStreams(r *reader7) {
	counts := make([]int, len(d.folders))
	for i := range counts {
		counts[i] = 1
	}
	id := r.number()
	if id == subCount7 {
		total := 0
		for i := range counts {
			counts[i] = r.count()
			if total += counts[i]; total > r.most {
				r.err = &Miss{Reason: TooManyEntries}
				return
			}
		}
		id = r.number()
	}
	for i := range d.folders {
		f := &d.folders[i]
		f.sizes, f.crcs = make([]int64, counts[i]), make([]*uint32, counts[i])
		left := f.size()
		for j := range f.sizes {
			if j == counts[i]-1 {
				f.sizes[j] = left
				break
			}
			if id == size7 {
				f.sizes[j] = r.size()
			}
			if left -= f.sizes[j]; left < 0 {
				r.fail()
				return
			}
		}
	}
	if id == size7 {
		id = r.number()
	}
	for r.err == nil && id != end7 {
		if id != crc7 {
			r.fail()
			return
		}
		d.sums(r)
		id = r.number()
	}
	for i := range d.folders {
		if f := &d.folders[i]; len(f.crcs) == 1 && f.crcs[0] == nil {
			f.crcs[0] = f.crc
		}
	}
}

// sums reads the checksums of the files whose folder's checksum is not theirs.
func (d *directory7) sums(r *reader7) {
	var missing []**uint32
	for i := range d.folders {
		f := &d.folders[i]
		if len(f.crcs) == 1 && f.crc != nil {
			continue
		}
		for j := range f.crcs {
			missing = append(missing, &f.crcs[j])
		}
	}
	for i, sum := range r.digests(len(missing)) {
		*missing[i] = sum
	}
}

// names reads the files.
func (d *directory7) names(r *reader7) {
	d.files = make([]file7, r.count())
	var empty, emptyFile []bool
	for r.err == nil {
		id := r.number()
		if id == end7 {
			break
		}
		field := &reader7{data: r.bytes(r.number()), most: r.most, err: r.err}
		switch id {
		case emptyStream7:
			empty = field.bits(len(d.files))
		case emptyFile7:
			n := 0
			for _, e := range empty {
				if e {
					n++
				}
			}
			emptyFile = field.bits(n)
		case names7:
			if field.byte() != 0 {
				field.fail()
			}
			d.readNames(field)
		}
		if field.err != nil {
			r.err = field.err
		}
	}
	var sizes []int64
	for i := range d.folders {
		sizes = append(sizes, d.folders[i].sizes...)
	}
	n := 0
	for i := range d.files {
		f := &d.files[i]
		if i < len(empty) && empty[i] {
			f.empty = true
			f.dir = n >= len(emptyFile) || !emptyFile[n]
			n++
		} else if len(sizes) > 0 {
			f.size, sizes = sizes[0], sizes[1:]
		}
	}
}

// readNames reads names in UTF-16, each with a zero behind it.
func (d *directory7) readNames(r *reader7) {
	units := make([]uint16, len(r.data)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(r.data[2*i:])
	}
	names := strings.Split(string(utf16.Decode(units)), "\x00")
	for i := range d.files {
		if i < len(names) {
			d.files[i].name = names[i]
		}
	}
}

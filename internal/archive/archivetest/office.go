package archivetest

import (
	"encoding/binary"
	"math/rand/v2"
	"strings"
)

// OLE is a compound file with streams, given as names and contents in turn. No two sectors of a stream
// are one behind the other.
func OLE(pairs ...string) string {
	const sector, short, cutoff, end = 512, 64, 4096, 1<<32 - 2
	type stream struct {
		name, data  string
		start, size int
	}
	var streams []stream
	var shorts string // the short sectors
	var shortNext []int
	for i := 0; i < len(pairs); i += 2 {
		s := stream{name: pairs[i], data: pairs[i+1], size: len(pairs[i+1])}
		if s.size < cutoff {
			s.start = len(shortNext)
			for n := 0; n < s.size; n += short {
				shorts += s.data[n:min(s.size, n+short)] + strings.Repeat("\x00", max(0, n+short-s.size))
				shortNext = append(shortNext, len(shortNext)+1)
			}
			shortNext[len(shortNext)-1] = end
			s.data = ""
		}
		streams = append(streams, s)
	}
	numbers := func(list []int) (out string) {
		for _, n := range list {
			out += le32(n)
		}
		return out
	}
	root, tables := stream{name: "Root Entry", data: shorts, size: len(shorts)}, stream{data: numbers(shortNext)}
	directory := stream{data: strings.Repeat("x", 128*(len(streams)+1))}
	all := []*stream{&root, &tables, &directory}
	for i := range streams {
		all = append(all, &streams[i])
	}
	var next []int
	var sectors []string
	last := map[*stream]int{}
	for left := true; left; {
		left = false
		for _, s := range all {
			if s.data == "" {
				continue
			}
			left = true
			if before, ok := last[s]; ok {
				next[before] = len(next)
			} else {
				s.start = len(next)
			}
			last[s] = len(next)
			n := min(sector, len(s.data))
			sectors = append(sectors, s.data[:n]+strings.Repeat("\x00", sector-n))
			next = append(next, end)
			s.data = s.data[n:]
		}
	}
	entry := func(s stream, kind byte) string {
		name := wide(s.name)
		return name + strings.Repeat("\x00", 64-len(name)) + le16(len(name)+2) + string([]byte{kind, 1}) + strings.Repeat("\xff", 12) + strings.Repeat("\x00", 36) + le32(s.start) + le32(s.size) + le32(0)
	}
	entries := entry(root, 5)
	for _, s := range streams {
		entries += entry(s, 2)
	}
	for n := directory.start; n != end; n = next[n] {
		size := min(sector, len(entries))
		sectors[n] = entries[:size] + strings.Repeat("\x00", sector-size)
		entries = entries[size:]
	}
	var places []int
	count := (len(next) + sector/4 - 1) / (sector/4 - 1)
	for range count {
		places = append(places, len(next))
		next = append(next, 1<<32-3)
	}
	table := numbers(next)
	table += strings.Repeat("\xff", count*sector-len(table))
	head := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 16) + "\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00" + strings.Repeat("\x00", 10) +
		le32(count) + le32(directory.start) + le32(0) + le32(cutoff) + le32(tables.start) + le32(1) + le32(end) + le32(0) + numbers(places)
	return head + strings.Repeat("\xff", sector-len(head)) + strings.Join(sectors, "") + table
}

// Macro compresses the text of a macro, of less than 4,096 bytes: eight letters behind each byte of flags.
func Macro(text string) string {
	var chunk string
	for len(text) > 0 {
		n := min(8, len(text))
		chunk += "\x00" + text[:n]
		text = text[n:]
	}
	return "\x01" + le16(0xb000|(len(chunk)-1)) + chunk
}

// Cab is a cabinet with two files in one folder, of which the first has some random bytes.
func Cab(name, content string, before int) string {
	random := make([]byte, before)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range random {
		random[i] = byte(r.Uint32())
	}
	file := func(size, offset int, name string) string {
		return le32(size) + le32(offset) + strings.Repeat("\x00", 8) + name + "\x00"
	}
	files := file(before, 0, "a.bin") + file(len(content), before, name)
	const head, folder = 36, 8
	at := head + folder + len(files)
	var blocks string
	all, count := string(random)+content, 0
	for ; len(all) > 0; count++ {
		n := min(32<<10, len(all))
		packed := "CK" + Deflate(all[:n])
		blocks += le32(0) + le16(len(packed)) + le16(n) + packed
		all = all[n:]
	}
	return "MSCF" + le32(0) + le32(at+len(blocks)) + le32(0) + le32(head+folder) + le32(0) + "\x03\x01" + le16(1) + le16(2) + le16(0) + le32(0) +
		le32(at) + le16(count) + le16(1) + files + blocks
}

// hive is a hive with a value, whose text is in UTF-16.
func hive(name, value string) string {
	cell := func(s string) string {
		s += strings.Repeat("\x00", (12-len(s)%8)%8)
		return string(binary.LittleEndian.AppendUint32(nil, uint32(-int32(len(s)+4)))) + s
	}
	text := wide(value + "\x00")
	data := cell(text)
	const begin = 32
	key := cell("vk" + le16(len(name)) + le32(len(text)) + le32(begin) + le32(1) + le16(1) + le16(0) + name)
	bin := "hbin" + le32(0) + le32(4096) + strings.Repeat("\x00", begin-12) + data + cell(strings.Repeat("\xfe", 200)) + key
	return "regf" + le32(1) + le32(1) + strings.Repeat("\x00", 4096-12) + bin + strings.Repeat("\x00", 4096-len(bin))
}

// archiver is a map as NSKeyedArchiver writes it.
func archiver(name, value string) string {
	text := func(s string) string { return "\x5f\x10" + short(s) }
	objects := []string{
		"\xd1\x01\x02", text("$objects"), "\xa4\x03\x04\x09\x0a", text("$null"),
		"\xd2\x05\x06\x07\x08", text("NS.keys"), text("NS.objects"), "\xa1\x0b", "\xa1\x0c", text(name), text(value), "\x80\x02", "\x80\x03",
	}
	out, table := "bplist00", ""
	for _, o := range objects {
		table += le16(len(out)>>8 | len(out)<<8&0xff00)
		out += o
	}
	at := len(out)
	return out + table + strings.Repeat("\x00", 6) + "\x02\x01" + be32(0) + be32(len(objects)) + be32(0) + be32(0) + be32(0) + be32(at)
}

package archivetest

import (
	"encoding/binary"
	"hash/crc32"
	"strings"
)

// SSTable is a table of LevelDB with a key and its value, in a block that pack compresses; of RocksDB
// where the method is one that LevelDB has not.
func SSTable(key, value string, method byte, pack func(string) string) string {
	number := func(n int) string { return string(binary.AppendUvarint(nil, uint64(n))) }
	entry := func(common int, key, value string) string {
		return number(common) + number(len(key)) + number(len(value)) + key + value
	}
	const mark = "\x01\x00\x00\x00\x00\x00\x00\x00" // a number and a kind are behind each key
	ends := le32(0) + le32(1)
	common := len(key) / 2
	block := pack(entry(0, key[:common]+mark, part(value)) + entry(common, key[common:]+mark, value) + ends)
	index := entry(0, key+"~"+mark, "\x00"+number(len(block))) + ends
	out := block + string([]byte{method}) + le32(0) + index + "\x00" + le32(0)
	foot := "\x00\x00" + number(len(block)+5) + number(len(index))
	foot += strings.Repeat("\x00", 40-len(foot))
	if method > 1 {
		return out + "\x01" + foot + le32(2) + "\xf7\xcf\xf4\x85\xb7\x41\xe2\x88"
	}
	return out + foot + "\x57\xfb\x80\x8b\x24\x75\x47\xdb"
}

// levelLog is a log of LevelDB whose value is in two blocks.
func levelLog(name, value string) string {
	record := func(kind byte, data string) string {
		data = string([]byte{kind}) + data
		sum := crc32.Checksum([]byte(data), crc32.MakeTable(crc32.Castagnoli))
		return le32(int(sum>>15|sum<<17+0xa282ead8)&0xffffffff) + le16(len(data)-1) + data
	}
	batch := func(key, value string) string {
		return strings.Repeat("\x00", 8) + le32(1) + "\x01" + short(key) + string(binary.AppendUvarint(nil, uint64(len(value)))) + value
	}
	second := batch(name, value)
	const block, head = 32 << 10, 7
	cut := len(second) - len(value) + 9
	first := block - 2*head - cut - len(batch("filler", strings.Repeat("-", 20000))) + 20000
	return record(1, batch("filler", strings.Repeat("-", first))) + record(2, second[:cut]) + record(4, second[cut:])
}

// lzf is a text of Redis, compressed: eight letters behind each length.
func lzf(s string) string {
	length := func(n int) string {
		if n < 64 {
			return string([]byte{byte(n)})
		}
		return string([]byte{0x40 | byte(n>>8), byte(n)})
	}
	size, out := len(s), ""
	for len(s) > 0 {
		n := min(8, len(s))
		out += string([]byte{byte(n - 1)}) + s[:n]
		s = s[n:]
	}
	return "\xc3" + length(len(out)) + length(size) + out
}

// zigzag is a number of Avro and Thrift.
func zigzag(n int) string { return string(binary.AppendUvarint(nil, uint64(n)<<1)) }

// avro is a container with two rows.
func avro(name string, pack func(string) string, field, value string) string {
	text := func(s string) string { return zigzag(len(s)) + s }
	schema := `{"type":"record","name":"row","namespace":"a.b","fields":[{"name":"id","type":"long"},{"name":"` + field + `","type":["null","string"]},{"name":"next","type":["null","row"]}]}`
	mark := strings.Repeat("\xa5", 16)
	block := pack(zigzag(1) + zigzag(1) + text(part(value)) + zigzag(0) + zigzag(2) + zigzag(0) + zigzag(1) + zigzag(3) + zigzag(1) + text(value) + zigzag(0))
	return "Obj\x01" + zigzag(2) + text("avro.codec") + text(name) + text("avro.schema") + text(schema) + zigzag(0) + mark + zigzag(2) + text(block) + mark
}

// parquet is a file with a column of two texts.
func parquet(method int, pack func(string) string, name, value string) string {
	number := func(head, n int) string { return string([]byte{byte(head)}) + zigzag(n) }
	text := func(s string) string { return le32(len(s)) + s }
	page := le32(2) + "\x04\x01" + text(part(value)) + text(value)
	packed := pack(page)
	column := number(0x15, 0) + number(0x15, len(page)) + number(0x15, len(packed)) +
		"\x2c" + number(0x15, 2) + number(0x15, 0) + number(0x15, 3) + number(0x15, 3) + "\x00\x00" + packed
	meta := number(0x15, 6) + "\x19" + number(0x15, 0) + "\x19\x18" + short(name) + number(0x15, method) + number(0x16, 2) +
		number(0x16, len(column)) + number(0x16, len(column)) + number(0x26, 4) + "\x00"
	footer := number(0x15, 1) + "\x19\x1c\x48" + short("row") + "\x00" + number(0x16, 2) + "\x19\x1c\x19\x1c" + number(0x26, 4) + "\x1c" + meta + "\x00\x00\x00"
	return "PAR1" + column + footer + le32(len(footer)) + "PAR1"
}

// orc is a file with a column of two texts.
func orc(method int, pack func(string) string, name, value string) string {
	stream := func(s string) string {
		packed := pack(s)
		if len(packed) > len(s)+100 {
			return ""
		}
		return le32(len(packed) << 1)[:3] + packed
	}
	plain := func(s string) string { return le32(len(s)<<1 | 1)[:3] + s }
	field := func(n int, s string) string { return string(binary.AppendUvarint(nil, uint64(n)<<3|2)) + short(s) }
	number := func(n, v int) string {
		return string(binary.AppendUvarint(binary.AppendUvarint(nil, uint64(n)<<3), uint64(v)))
	}
	data := stream(part(value) + value)
	lengths := plain("\x4e\x01" + string([]byte{byte(len(part(value))), byte(len(value))}))
	list := func(kind, size int) string { return field(1, number(1, kind)+number(2, 1)+number(3, size)) }
	foot := plain(list(1, len(data)) + list(2, len(lengths)) + field(2, number(1, 0)) + field(2, number(1, 2)))
	footer := plain(field(3, number(1, 3)+number(2, 0)+number(3, len(data)+len(lengths))+number(4, len(foot))+number(5, 2)) +
		field(4, number(1, 12)+field(2, "\x01")+field(3, name)) + field(4, number(1, 7)))
	post := number(1, len(footer)) + number(2, method) + number(3, 256<<10) + string(binary.AppendUvarint(nil, 8000<<3|2)) + short("ORC")
	return "ORC" + data + lengths + foot + footer + post + string([]byte{byte(len(post))})
}

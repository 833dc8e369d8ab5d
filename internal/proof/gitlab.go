package proof

import (
	"bytes"
	"fmt"
	"hash/crc32"
	"strconv"
	"strings"
)

// gitlabRoutable reads the tokens that say to which cell of GitLab they belong:
//
//	PREFIX BASE64URL . [VERSION .] LENGTH CHECKSUM
//
// LENGTH is the length of BASE64URL as two digits in base 36. VERSION is two digits
// too. CHECKSUM is the CRC-32 (IEEE) of all before it as seven digits in base 36.
// BASE64URL holds lines such as "u:1x" (the id of the user, in base 36), then
// random bytes, then one byte with the number of the random bytes.
// https://handbook.gitlab.com/handbook/engineering/architecture/design-documents/cells/routable_tokens/
func gitlabRoutable(secret, _ []byte) Result {
	const crcDigits, lengthDigits = 7, 2
	head, tail, ok := cutLast(secret, '.')
	if !ok || len(tail) != lengthDigits+crcDigits {
		return doubtful(badChecksum)
	}
	signed := secret[:len(secret)-crcDigits]
	sum := strconv.FormatUint(uint64(crc32.ChecksumIEEE(signed)), 36)
	sum = strings.Repeat("0", crcDigits-len(sum)) + sum
	if sum != string(tail[lengthDigits:]) {
		return doubtful(badChecksum)
	}
	if before, version, ok := cutLast(head, '.'); ok && len(version) == lengthDigits {
		head = before
	}
	length, err := strconv.ParseUint(string(tail[:lengthDigits]), 36, 16)
	if err != nil || int(length) > len(head) {
		return proven()
	}
	payload, ok := decodeBase64(head[len(head)-int(length):])
	if !ok || len(payload) == 0 {
		return proven()
	}
	random := int(payload[len(payload)-1]) + 1
	return proven(routing(payload[:max(len(payload)-random, 0)])...)
}

// routing names the user, project or group that each line of a routable token is
// the id of.
func routing(payload []byte) []string {
	names := map[string]string{"u": "GitLab user", "p": "GitLab project", "g": "GitLab group", "o": "GitLab organization"}
	var facts []string
	for line := range strings.Lines(string(payload)) {
		key, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ":")
		if id, err := strconv.ParseUint(value, 36, 64); err == nil && names[key] != "" {
			facts = append(facts, fmt.Sprintf("%s %d", names[key], id))
		}
	}
	return facts
}

func cutLast(s []byte, sep byte) (before, after []byte, ok bool) {
	at := bytes.LastIndexByte(s, sep)
	if at < 0 {
		return s, nil, false
	}
	return s[:at], s[at+1:], true
}

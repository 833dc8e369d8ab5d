package archive

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
)

const (
	rpmLead     = 96
	rpmHeader   = "\x8e\xad\xe8\x01"
	maxRPM      = 32 << 20 // bytes of a header
	rpmString   = 6        // types of values
	rpmStrings  = 8
	rpmI18N     = 9
	rpmIndexLen = 16
)

// rpm shows the texts of an rpm's header, among them the scripts that run when it is
// installed, and its payload, which is a compressed cpio.
//
// Source: the RPM package file format, version 4, at rpm.org.
func (w *walker) rpm(in *input) error {
	if err := skip(in, rpmLead); err != nil {
		return err
	}
	signature, err := readRPM(in)
	if err != nil {
		return err
	}
	if err := skip(in, int64(8-len(signature.data)%8)%8); err != nil {
		return err
	}
	offset := in.at
	header, err := readRPM(in)
	if err != nil {
		return err
	}
	for _, part := range []struct {
		path string
		text string
	}{{"(signature)", signature.texts()}, {"(header)", header.texts()}} {
		if part.text == "" {
			continue
		}
		m := &Member{Path: part.path, Offset: offset}
		if part.path == "(signature)" {
			m.Offset = rpmLead
		}
		if _, err := w.content(m, strings.NewReader(part.text), int64(len(part.text))); err != nil {
			return err
		}
	}
	_, err = w.content(&Member{Path: "payload", Offset: in.at, Verbatim: true}, in, -1)
	return err
}

// An rpmPart is a header structure: entries of an index, and the data that they are about.
type rpmPart struct{ index, data []byte }

func readRPM(r io.Reader) (p rpmPart, err error) {
	head := make([]byte, 16)
	if _, err := io.ReadFull(r, head); err != nil {
		return p, truncated(err)
	}
	if string(head[:4]) != rpmHeader {
		return p, errors.New("no header where one should be")
	}
	entries, size := int64(binary.BigEndian.Uint32(head[8:])), int64(binary.BigEndian.Uint32(head[12:]))
	if entries*rpmIndexLen > maxRPM || size > maxRPM {
		return p, fmt.Errorf("a header of %d entries and %d bytes", entries, size)
	}
	all, err := io.ReadAll(io.LimitReader(r, entries*rpmIndexLen+size)) // grows with what is there
	if err == nil && int64(len(all)) < entries*rpmIndexLen+size {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return p, err
	}
	return rpmPart{all[:entries*rpmIndexLen], all[entries*rpmIndexLen:]}, nil
}

// texts returns the strings of a header, a line for each.
func (p *rpmPart) texts() string {
	var out strings.Builder
	for index := p.index; len(index) >= rpmIndexLen && out.Len() <= len(p.data); index = index[rpmIndexLen:] {
		kind := binary.BigEndian.Uint32(index[4:])
		at, count := binary.BigEndian.Uint32(index[8:]), binary.BigEndian.Uint32(index[12:])
		if kind != rpmString && kind != rpmStrings && kind != rpmI18N || int64(at) > int64(len(p.data)) {
			continue
		}
		for rest := p.data[at:]; count > 0 && len(rest) > 0 && out.Len() <= 2*len(p.data); count-- {
			text, after, _ := bytes.Cut(rest, []byte{0})
			out.Write(text)
			out.WriteByte('\n')
			rest = after
		}
	}
	return out.String()
}

package archive

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxNotebookDepth bounds how deep a notebook's values are nested. The format needs ten.
const maxNotebookDepth = 100

// notebook shows what a Jupyter notebook holds and does not show as it is: each text that
// is kept as a list of lines as one text, each text with escapes, and each attachment and
// picture as its bytes. Its path is where it is in the notebook, as in
// "cells/3/outputs/0/data/text/plain".
//
// Source: the notebook format, version 4, at nbformat.readthedocs.io.
func (w *walker) notebook(in *input) error {
	if w.file.Size() > int64(w.budget.total.Whole) {
		return &Miss{Reason: TooLarge, Bytes: w.file.Size()}
	}
	n := &notebook{walker: w, in: json.NewDecoder(in)}
	token, err := n.token()
	if err != nil {
		return err
	}
	return n.value(token, nil, 0)
}

type notebook struct {
	*walker
	in *json.Decoder
}

func (n *notebook) token() (json.Token, error) {
	token, err := n.in.Token()
	return token, truncated(err)
}

// value goes through the value that begins with a token. start is where the token before
// it ends.
func (n *notebook) value(token json.Token, path []string, start int64) error {
	if len(path) > maxNotebookDepth {
		return errors.New("its values are nested too deep")
	}
	switch token := token.(type) {
	case string:
		return n.text(token, path, start)
	case json.Delim:
		if token == '{' {
			return n.object(path)
		}
		return n.array(path, start)
	}
	return nil
}

func (n *notebook) object(path []string) error {
	for {
		token, err := n.token()
		if err != nil {
			return err
		}
		key, ok := token.(string)
		if !ok { // the end
			return nil
		}
		start := n.in.InputOffset()
		if token, err = n.token(); err != nil {
			return err
		}
		if err := n.value(token, append(path, key), start); err != nil {
			return err
		}
	}
}

// array goes through an array. Strings in it are the lines of one text.
func (n *notebook) array(path []string, start int64) error {
	var lines strings.Builder
	for i := 0; ; i++ {
		before := n.in.InputOffset()
		token, err := n.token()
		if err != nil {
			return err
		}
		if line, ok := token.(string); ok {
			lines.WriteString(line)
			continue
		}
		if token == json.Delim(']') {
			return n.text(lines.String(), path, start)
		}
		if err := n.value(token, append(path, strconv.Itoa(i)), before); err != nil {
			return err
		}
	}
}

// text shows a text, or the bytes that it encodes. A text of one line without escapes
// can be read in the notebook itself.
func (n *notebook) text(text string, path []string, start int64) error {
	if decoded, ok := embedded(text, path); ok {
		text = decoded
	} else if !strings.ContainsAny(text, "\"\\\n\t\r<>&") && isASCII(text) {
		return nil
	}
	_, err := n.content(&Member{Path: strings.Join(path, "/"), Offset: start}, strings.NewReader(text), int64(len(text)))
	return err
}

// embedded decodes an attachment or a picture: base64 under the name of its media
// type.
func embedded(text string, path []string) (string, bool) {
	if len(path) == 0 || !strings.Contains(path[len(path)-1], "/") || strings.HasPrefix(path[len(path)-1], "text/") {
		return "", false
	}
	decoded, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	return string(decoded), err == nil
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

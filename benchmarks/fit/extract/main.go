// Extract writes the features of all candidates in a folder, for fit.py:
//
//	go run ./benchmarks/fit/extract FOLDER ROWS FEATURES
//
// ROWS gets a line for each candidate, with tabs between path, line, the columns
// where the value begins and ends (code points, from 0), name and value, both as
// Go strings. FEATURES gets the numbers: little-endian float32, a vector for each
// row. The names of the features go to standard output, one a line.
package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"unicode/utf8"

	"github.com/sluicesec/sluice/internal/candidate"
	"github.com/sluicesec/sluice/internal/literal"
	"github.com/sluicesec/sluice/internal/model"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: extract FOLDER ROWS FEATURES")
		os.Exit(2)
	}
	if err := extract(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, "extract:", err)
		os.Exit(1)
	}
}

func extract(folder, rows, features string) error {
	for _, name := range model.Names() {
		fmt.Println(name)
	}
	rowsFile, err := os.Create(rows)
	if err != nil {
		return err
	}
	defer rowsFile.Close()
	featuresFile, err := os.Create(features)
	if err != nil {
		return err
	}
	defer featuresFile.Close()
	w := writer{rows: bufio.NewWriter(rowsFile), features: bufio.NewWriter(featuresFile), words: candidate.Keywords()}
	var list []literal.Literal
	for _, k := range w.words {
		list = append(list, literal.Literal{Text: k, Fold: true})
	}
	w.keywords = literal.New(list)
	err = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil || bytes.IndexByte(data[:min(len(data), 8000)], 0) >= 0 || len(data) > 8<<20 {
			return err
		}
		rel, _ := filepath.Rel(filepath.Dir(filepath.Clean(folder)), path)
		return w.file(filepath.ToSlash(rel), data)
	})
	if err != nil {
		return err
	}
	if err := w.rows.Flush(); err != nil {
		return err
	}
	return w.features.Flush()
}

type writer struct {
	rows, features *bufio.Writer
	keywords       *literal.Set
	words          []string
}

func (w *writer) file(path string, data []byte) error {
	seen := map[candidate.Span]bool{}
	line, lineStart := 1, 0
	hits := w.keywords.Append(nil, data, 0, len(data))
	for _, h := range hits {
		from, to := max(0, h.At()-candidate.Before), min(len(data), h.At()+candidate.After)
		text := data[from:to]
		c, ok := candidate.At(text, h.At()-from, h.At()-from+len(w.words[h.ID()]))
		if !ok {
			continue
		}
		value := candidate.Span{Start: c.Value.Start + from, End: c.Value.End + from}
		if seen[value] {
			continue
		}
		seen[value] = true
		if value.Start < lineStart {
			line, lineStart = 1, 0
		}
		line += bytes.Count(data[lineStart:value.Start], []byte("\n"))
		if i := bytes.LastIndexByte(data[lineStart:value.Start], '\n'); i >= 0 {
			lineStart += i + 1
		}
		var x model.Vector
		x.Read(text, &c)
		x.Place(path)
		column := utf8.RuneCount(data[lineStart:value.Start])
		fmt.Fprintf(w.rows, "%s\t%d\t%d\t%d\t%s\t%s\n", path, line, column, column+utf8.RuneCount(data[value.Start:value.End]),
			strconv.Quote(string(c.Name.Of(text))), strconv.Quote(string(c.Value.Of(text))))
		if err := binary.Write(w.features, binary.LittleEndian, x[:]); err != nil {
			return err
		}
	}
	return nil
}

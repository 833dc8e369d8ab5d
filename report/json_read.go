package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"

	"github.com/sourcegraph/conc/stream"

	"github.com/sluicesec/sluice/finding"
)

// ReadJSON reads a report that the json or the jsonl format wrote, of this version or
// an older one. Fields that the report lacks are zero, and only lists that may be
// absent are nil; an unknown field is no error. JSON is Unicode: a byte that was not
// UTF-8 is read as U+FFFD.
//
// The report may come from anybody. One that exceeds the limits of this package, that
// was cut short or that is of another schema is an error. What its texts say is not
// checked: the formats make them plain when they write them.
func ReadJSON(r io.Reader) (*finding.Report, error) {
	in := &reportReader{values: newValues(r)}
	err := in.read()
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = errCut
	}
	if err != nil {
		return nil, fmt.Errorf("read report: %w", err)
	}
	in.report.Findings = in.findings
	if in.report.Findings == nil {
		in.report.Findings = []finding.Finding{}
	}
	return &in.report, nil
}

var (
	errCut       = errors.New("its end is missing: it was cut short, so it has to be written again")
	errNotReport = errors.New("it is no report of sluice: only what -f json and -f jsonl write can be read")
)

// reportReader reads one report.
type reportReader struct {
	*values
	report   finding.Report // all but the findings
	findings []finding.Finding
	listed   bool // the object with the findings was read
	closed   bool // the object with all else was read
}

func (in *reportReader) read() error {
	if err := in.begin(); err != nil {
		return err
	}
	// One object is the json format. Many are the jsonl format: findings, and at the
	// end what is not a finding.
	lines := newFindingReader(&in.findings)
	for {
		b, err := in.next()
		switch {
		case err == io.EOF && in.closed:
			if err := lines.wait(); err != nil {
				return err
			}
			in.report = *withoutNullsButFindings(&in.report)
			return nil
		case err == io.EOF:
			return errors.Join(lines.wait(), errCut)
		case err != nil:
			return errors.Join(lines.wait(), err)
		case in.closed:
			return errors.Join(lines.wait(), errors.New("something follows the report"))
		case b != '{':
			return errors.Join(lines.wait(), errNotReport)
		}
		line, err := in.object()
		if err != nil {
			return errors.Join(lines.wait(), err)
		}
		if line != nil {
			lines.add(line)
		}
	}
}

// begin skips a byte order mark, and knows texts that are no JSON in UTF-8.
func (in *reportReader) begin() error {
	if head, _ := in.r.Peek(3); bytes.Equal(head, []byte("\xef\xbb\xbf")) {
		in.r.Discard(len(head))
	}
	if head, _ := in.r.Peek(2); len(head) == 2 && (head[0] == 0xff && head[1] == 0xfe || head[0] == 0xfe && head[1] == 0xff) {
		return errors.New("it is in UTF-16, as the > of PowerShell writes it: write the report with -o FILE")
	}
	switch b, err := in.next(); {
	case err == io.EOF:
		return errors.New("it is empty: it was cut short, or it is no report")
	case err != nil:
		return err
	case b != '{':
		return errNotReport
	}
	return nil
}

// object reads an object. It returns the text of one that is a finding, and nil for
// the report.
func (in *reportReader) object() ([]byte, error) {
	if err := in.must('{'); err != nil {
		return nil, err
	}
	if err := in.count(0, 1, 0); err != nil {
		return nil, err
	}
	var rest bytes.Buffer // the members without the findings
	separator := "{"
	isReport := false
	err := in.each('}', func() error {
		name, err := in.name()
		if err == nil {
			err = in.count(0, 0, 1)
		}
		if err != nil {
			return err
		}
		if name == "findings" {
			return in.list()
		}
		text, err := in.value()
		if err != nil {
			return err
		}
		if name == "schema" {
			isReport = true
			if err := checkSchema(text); err != nil {
				return err
			}
		}
		if rest.Len() > in.most.value {
			return errTooLarge
		}
		key, err := json.Marshal(name)
		rest.WriteString(separator)
		rest.Write(key)
		rest.WriteByte(':')
		rest.Write(text)
		separator = ","
		return err
	})
	if err != nil {
		return nil, err
	}
	if rest.Len() == 0 {
		rest.WriteByte('{')
	}
	rest.WriteByte('}')
	if !isReport && !in.listed && bytes.Contains(rest.Bytes(), []byte(`"rule_id"`)) {
		return rest.Bytes(), nil
	}
	if !isReport {
		return nil, errNotReport
	}
	in.closed = true
	return nil, json.Unmarshal(rest.Bytes(), &in.report)
}

// checkSchema returns an error unless a report of the schema can be read.
func checkSchema(text []byte) error {
	var schema string
	switch err := json.Unmarshal(text, &schema); {
	case err != nil:
		return errNotReport
	case schema == finding.SchemaV1:
		return nil
	case strings.HasPrefix(schema, "sluice.report/"):
		return fmt.Errorf("its schema is %q, which a newer version of sluice writes; this one reads %q", printable(schema), finding.SchemaV1)
	case strings.HasPrefix(schema, "sluice."):
		return fmt.Errorf("it is no report of a scan: its schema is %q, not %q", printable(schema), finding.SchemaV1)
	}
	return errNotReport
}

// list reads the list of findings of the json format.
func (in *reportReader) list() error {
	if in.listed {
		return errors.New("it has two lists of findings")
	}
	in.listed = true
	if ok, err := in.take('['); err != nil || !ok {
		text, err := in.value()
		if err == nil && string(text) != "null" {
			err = errNotReport
		}
		return err
	}
	all := newFindingReader(&in.findings)
	err := in.each(']', func() error {
		text, err := in.value()
		if err == nil {
			all.add(text)
		}
		return err
	})
	return errors.Join(all.wait(), err)
}

// findingReader decodes findings, several at the same time, and adds them to a list in
// order.
type findingReader struct {
	stream *stream.Stream
	batch  [][]byte
	size   int
	to     *[]finding.Finding
	err    error
	shared map[string]string
}

// batchBytes is about how much text one goroutine decodes at a time.
const batchBytes = 256 << 10

func newFindingReader(to *[]finding.Finding) *findingReader {
	return &findingReader{stream: stream.New().WithMaxGoroutines(runtime.GOMAXPROCS(0)), to: to, shared: map[string]string{}}
}

func (d *findingReader) add(text []byte) {
	d.batch = append(d.batch, text)
	if d.size += len(text); d.size >= batchBytes {
		d.decode()
	}
}

func (d *findingReader) decode() {
	batch := d.batch
	d.batch, d.size = nil, 0
	d.stream.Go(func() stream.Callback {
		out := make([]finding.Finding, len(batch))
		var err error
		for i, text := range batch {
			err = errors.Join(err, json.Unmarshal(text, &out[i]))
			out[i] = *findingWithoutNulls(&out[i])
		}
		return func() {
			if d.err = errors.Join(d.err, err); d.err == nil {
				for i := range out {
					d.share(&out[i])
				}
				*d.to = append(*d.to, out...)
			}
		}
	})
}

// wait decodes what is left, and returns the error of all.
func (d *findingReader) wait() error {
	if len(d.batch) > 0 {
		d.decode()
	}
	d.stream.Wait()
	return d.err
}

// share makes equal texts of findings the same text in memory: a report repeats what a
// rule says and what a commit says many times.
func (d *findingReader) share(f *finding.Finding) {
	d.texts(&f.RuleID, &f.Description, &f.Provider, &f.SeverityNote, &f.Can, &f.Revoke, &f.Rotate, &f.Logs)
	d.texts((*string)(&f.Confidence), (*string)(&f.Severity), (*string)(&f.Verification), (*string)(&f.PrintOf))
	d.list(f.Aliases)
	d.list(f.Tags)
	d.list(f.AlsoRules)
	for i := range f.Locations {
		l := &f.Locations[i]
		d.texts(&l.Path, &l.AuthorName, &l.AuthorEmail, &l.Date, &l.Message, &l.RemovedDate, &l.Source, (*string)(&l.Kind), (*string)(&l.Setting))
		d.list(l.Branches)
		d.list(l.Tags)
		d.list(l.Owners)
	}
}

func (d *findingReader) texts(all ...*string) {
	for _, s := range all {
		*s = d.one(*s)
	}
}

func (d *findingReader) list(all []string) {
	for i := range all {
		all[i] = d.one(all[i])
	}
}

// sharedTexts bounds how many texts are compared.
const sharedTexts = 100_000

func (d *findingReader) one(s string) string {
	if known, ok := d.shared[s]; ok {
		return known
	}
	if len(d.shared) < sharedTexts {
		d.shared[s] = s
	}
	return s
}

package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/sluicesec/sluice/finding"
)

// ReadJSON reads a report that the json format wrote. Only lists that may be
// absent are nil. JSON is Unicode: a byte that was not UTF-8 is read as U+FFFD. A
// report of another schema is an error; an unknown field is not.
func ReadJSON(r io.Reader) (*finding.Report, error) {
	var out finding.Report
	d := json.NewDecoder(r)
	if err := d.Decode(&out); err != nil {
		return nil, fmt.Errorf("read report: %w", err)
	}
	if out.Schema != finding.SchemaV1 {
		return nil, fmt.Errorf("read report: schema is %q, not %q", out.Schema, finding.SchemaV1)
	}
	switch _, err := d.Token(); {
	case err == nil:
		return nil, errors.New("read report: something follows the report")
	case !errors.Is(err, io.EOF):
		return nil, fmt.Errorf("read report: %w", err)
	}
	return withoutNulls(&out), nil
}

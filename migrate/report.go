package migrate

import (
	"bytes"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/gitleaks"
)

// report reads a report or a baseline of any of the tools.
func (p *Plan) report(in Input) error {
	imports, err := ReadReport(in.Text)
	if err != nil {
		return err
	}
	for i := range imports {
		imports[i].Note = "imported from " + in.Name
		p.from = append(p.from, in.Name)
	}
	p.imports = append(p.imports, imports...)
	return p.detectSecrets(in)
}

// ReadReport is [baseline.ReadImport] for reports of gitleaks in CSV and SARIF, too, whose
// lines are not known.
func ReadReport(text []byte) ([]baseline.Imported, error) {
	if begin := bytes.TrimSpace(text); bytes.HasPrefix(begin, []byte("[")) {
		return baseline.ReadImport(text)
	}
	entries, err := gitleaks.Read(text)
	if err != nil {
		return baseline.ReadImport(text) // of another tool, or its error says what it is not
	}
	var b bytes.Buffer
	if err := gitleaks.Write(&b, "json", entries, gitleaks.Options{}); err != nil {
		return nil, err
	}
	imports, err := baseline.ReadImport(b.Bytes())
	for i := range imports {
		imports[i].At = 0
	}
	return imports, err
}

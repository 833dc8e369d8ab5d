package report

// A GitLab secret detection report (GitLab documentation, "Security scanner integration",
// and the schema secret-detection-report-format.json of that version).
type (
	gitLabReport struct {
		Version         string                `json:"version"`
		Scan            gitLabScan            `json:"scan"`
		Vulnerabilities []gitLabVulnerability `json:"vulnerabilities"`
	}
	gitLabScan struct {
		Analyzer  gitLabTool      `json:"analyzer"`
		Scanner   gitLabTool      `json:"scanner"`
		Type      string          `json:"type"`
		StartTime string          `json:"start_time"`
		EndTime   string          `json:"end_time"`
		Status    string          `json:"status"`
		Messages  []gitLabMessage `json:"messages"`
	}
	gitLabTool struct {
		ID      string       `json:"id"`
		Name    string       `json:"name"`
		URL     string       `json:"url"`
		Vendor  gitLabVendor `json:"vendor"`
		Version string       `json:"version"`
	}
	gitLabVendor struct {
		Name string `json:"name"`
	}
	gitLabMessage struct {
		Level string `json:"level"`
		Value string `json:"value"`
	}
	gitLabVulnerability struct {
		ID          string             `json:"id"`
		Name        string             `json:"name"`
		Description string             `json:"description"`
		Severity    string             `json:"severity"`
		Solution    string             `json:"solution"`
		Identifiers []gitLabIdentifier `json:"identifiers"`
		Links       []gitLabLink       `json:"links,omitempty"`
		Location    gitLabLocation     `json:"location"`
		Extract     string             `json:"raw_source_code_extract,omitempty"`
		Tracking    gitLabTracking     `json:"tracking"`
		Details     gitLabDetails      `json:"details"`
	}
	gitLabIdentifier struct {
		Type  string `json:"type"`
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	gitLabLink struct {
		Name string `json:"name"`
		URL  string `json:"url"`
	}
	gitLabLocation struct {
		File      string       `json:"file,omitempty"`
		Commit    gitLabCommit `json:"commit"`
		StartLine int          `json:"start_line,omitempty"`
		EndLine   int          `json:"end_line,omitempty"`
	}
	gitLabCommit struct {
		Author  string `json:"author,omitempty"`
		Date    string `json:"date,omitempty"`
		Message string `json:"message,omitempty"`
		SHA     string `json:"sha"`
	}
	gitLabTracking struct {
		Type  string       `json:"type"`
		Items []gitLabItem `json:"items"`
	}
	gitLabItem struct {
		File       string            `json:"file,omitempty"`
		StartLine  int               `json:"start_line,omitempty"`
		EndLine    int               `json:"end_line,omitempty"`
		Signatures []gitLabSignature `json:"signatures"`
	}
	gitLabSignature struct {
		Algorithm string `json:"algorithm"`
		Value     string `json:"value"`
	}
	gitLabDetails struct {
		Commit      *gitLabDetail `json:"commit,omitempty"`
		Fingerprint gitLabDetail  `json:"fingerprint"`
		Others      *gitLabDetail `json:"others,omitempty"`
	}
	gitLabDetail struct {
		Name  string         `json:"name,omitempty"`
		Type  string         `json:"type"`
		Value string         `json:"value,omitempty"`
		Items []gitLabDetail `json:"items,omitempty"`
	}
)

package measure

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
)

// Machine says on what something was measured: the system, the processor, its cores and
// the memory, as far as they can be found out.
func Machine() string {
	parts := []string{runtime.GOOS + "/" + runtime.GOARCH}
	if text, err := os.ReadFile("/proc/sys/kernel/osrelease"); err == nil {
		parts = append(parts, "kernel "+strings.TrimSpace(string(text)))
	}
	if model := Processor(); model != runtime.GOARCH {
		parts = append(parts, model)
	}
	parts = append(parts, fmt.Sprintf("%d cores", runtime.NumCPU()))
	if text, err := os.ReadFile("/proc/meminfo"); err == nil {
		var kib int64
		if _, err := fmt.Sscan(field(string(text), `(?m)^MemTotal:\s*(\d+) kB$`), &kib); err == nil {
			parts = append(parts, fmt.Sprintf("%d GB", (kib+1<<19)>>20))
		}
	}
	if text, err := os.ReadFile("/proc/loadavg"); err == nil {
		load, _, _ := strings.Cut(string(text), " ")
		parts = append(parts, "load "+load+" before")
	}
	return strings.Join(append(parts, runtime.Version()), ", ")
}

// Processor names the model of the processor, or its architecture if the system does not say.
func Processor() string {
	text, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	return cmp.Or(field(string(text), `(?m)^model name\s*:\s*(.*)$`), runtime.GOARCH)
}

func field(text, pattern string) string {
	if m := regexp.MustCompile(pattern).FindStringSubmatch(text); m != nil {
		return strings.TrimSpace(m[1])
	}
	return ""
}

// Versions asks programs for their versions, each by a command line. Those that are not
// there are left out.
func Versions(ctx context.Context, calls [][]string) string {
	var lines []string
	for _, argv := range calls {
		out, err := exec.CommandContext(ctx, argv[0], argv[1:]...).CombinedOutput()
		if err != nil {
			continue
		}
		first, _, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
		if !strings.HasPrefix(first, argv[0]) {
			first = argv[0] + " " + first
		}
		lines = append(lines, first)
	}
	return strings.Join(lines, "; ")
}

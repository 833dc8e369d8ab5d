package measure

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// anonymousOfTree adds up RssAnon of a process and of those that it has started, in
// bytes. A process whose parent has ended is not counted.
func anonymousOfTree(pid int) int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	sum := anonymous(string(status))
	threads, err := os.ReadDir(fmt.Sprintf("/proc/%d/task", pid))
	if err != nil {
		return sum
	}
	for _, thread := range threads {
		children, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%s/children", pid, thread.Name()))
		if err != nil {
			continue
		}
		for child := range strings.FieldsSeq(string(children)) {
			if n, err := strconv.Atoi(child); err == nil {
				sum += anonymousOfTree(n)
			}
		}
	}
	return sum
}

// anonymous returns RssAnon of a status file of proc(5), in bytes.
func anonymous(status string) int64 {
	_, rest, ok := strings.Cut(status, "RssAnon:")
	if !ok {
		return 0
	}
	line, _, _ := strings.Cut(rest, "\n")
	kib, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(line), " kB"), 10, 64)
	if err != nil {
		return 0
	}
	return kib << 10
}

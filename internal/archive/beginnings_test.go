package archive

import (
	"strings"
	"testing"
)

// A text is none of the containers whose magic numbers are letters.
func TestTextsThatBeginAsContainers(t *testing.T) {
	t.Parallel()
	for _, head := range []string{"PARENT", "PAR1 and others", "PARE", "ORC", "ORCA", "bvx2", "SIT!", "zPQ", "regf", "rLau", "LRZI", "pbzx", "KDMV", "ITSF", "UBI#", "mozLz40", "1234567**ACE**", "PARAGRAPH 1:"} {
		text := head + " = \"a name\"\n" + strings.Repeat("NAME_OF_A_THING = \"thing\"\n", 40)
		if kind := Detect([]byte(text), []byte(text)); kind != "" {
			t.Errorf("%q is taken for %s", head, kind)
		}
	}
}

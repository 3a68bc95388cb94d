package neo4j

import (
	"context"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// TestSessions: in a cluster questions go to followers and writes to the leader,
// and one bookmark manager lets a process read what it has written.
func TestSessions(t *testing.T) {
	for address, target := range map[string]string{
		"neo4j://ann@db.example:7687":   "neo4j://db.example:7687",
		"neo4j+s://ann@db.example:7687": "neo4j+s://db.example:7687",
		"bolt://db.example:7687":        "bolt://db.example:7687",
	} {
		c, err := connect(address, "s3cret")
		if err != nil {
			t.Fatal(err)
		}
		defer c.driver.Close(context.Background())
		u := c.driver.Target()
		if u.String() != target || c.address != target {
			t.Errorf("%s: the driver goes to %s, messages say %s", address, u.String(), c.address)
		}
		read, write := c.readSession(), c.writeSession()
		if read.AccessMode != neo4j.AccessModeRead || write.AccessMode != neo4j.AccessModeWrite {
			t.Errorf("%s: access modes %v for questions, %v for writes", address, read.AccessMode, write.AccessMode)
		}
		if read.BookmarkManager == nil || read.BookmarkManager != write.BookmarkManager {
			t.Errorf("%s: the sessions share no bookmarks", address)
		}
	}
}

package registry

import "testing"

func TestTheRegistryIsSound(t *testing.T) {
	if err := Default().Check(); err != nil {
		t.Error(err)
	}
}

func BenchmarkRead(b *testing.B) {
	for b.Loop() {
		if _, err := read(dataFiles, nameFiles); err != nil {
			b.Fatal(err)
		}
	}
}

package graph

import (
	"encoding/base64"
	"encoding/binary"
	"math"
	"strings"
)

// A fingerprint is a minhash: the text's runs of shingle words are hashed, and
// of each of printBins groups of them the least hash is kept, in 16 bits. The
// share of equal bins of two prints estimates the share of runs that the texts
// have in common (Broder, "On the resemblance and containment of documents",
// 1997; one permutation with densification as Shrivastava and Li, 2014).
const (
	printBins = 64
	shingle   = 3

	// copyBins: of so many equal bins two texts are copies. A reprint with
	// another headline, another lead and small edits keeps well over half of its
	// runs of three words; reports of one event by different hands share names
	// and a quotation, which is less than a fifth. The line lies between.
	copyBins = 24
)

// Fingerprint is a fixed-length print of a text by which near-copies are told
// (see NearCopy). It is the same for texts that differ in case, marks,
// punctuation and space alone, and empty for a text without words.
func Fingerprint(text string) string {
	hashes := make([]uint64, 0, len(text)/5)
	for w := range strings.FieldsFuncSeq(Fold(text), betweenWords) { // the Tokens
		h := uint64(14695981039346656037) // FNV-1a
		for i := range len(w) {
			h = (h ^ uint64(w[i])) * 1099511628211
		}
		hashes = append(hashes, h)
	}
	if len(hashes) == 0 {
		return ""
	}
	n := min(shingle, len(hashes))
	var bins [printBins]uint64
	for i := range bins {
		bins[i] = math.MaxUint64
	}
	for i := 0; i+n <= len(hashes); i++ {
		h := uint64(0)
		for _, w := range hashes[i : i+n] {
			h = mix(h*31 + w)
		}
		bin := &bins[h%printBins]
		*bin = min(*bin, h)
	}
	var print [printBins * 2]byte
	for i := range bins {
		// An empty bin takes over from the next full one, mixed with the
		// distance, so that short texts have full prints too.
		j, d := i, uint64(0)
		for bins[j] == math.MaxUint64 {
			j, d = (j+1)%printBins, d+1
		}
		binary.LittleEndian.PutUint16(print[i*2:], uint16(mix(bins[j]+d*0x9e3779b97f4a7c15)>>48))
	}
	return base64.RawStdEncoding.EncodeToString(print[:])
}

// mix spreads a hash over all bits (the finaliser of SplitMix64).
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}

// NearCopy reports whether two fingerprints are of texts of which one is a
// copy of the other with small changes. An empty print is a copy of nothing.
func NearCopy(a, b string) bool {
	p, ok := bins(a)
	if !ok {
		return false
	}
	q, ok := bins(b)
	if !ok {
		return false
	}
	return p.equal(q) >= copyBins
}

type minhash [printBins]uint16

func (p *minhash) equal(q *minhash) int {
	n := 0
	for i := range p {
		if p[i] == q[i] {
			n++
		}
	}
	return n
}

// bins decodes a fingerprint; anything that Fingerprint did not make is not ok.
func bins(print string) (*minhash, bool) {
	b, err := base64.RawStdEncoding.DecodeString(print)
	if err != nil || len(b) != printBins*2 {
		return nil, false
	}
	var p minhash
	for i := range p {
		p[i] = binary.LittleEndian.Uint16(b[i*2:])
	}
	return &p, true
}

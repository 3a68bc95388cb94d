package analysis

import (
	"context"
	"slices"
)

// Communities numbers the communities that Louvain's method finds (Blondel et
// al. 2008) over the weighted lines, by their least member, and gives their
// modularity. Nodes are visited in their order and ties fall to the community
// that is met first, so no random numbers take part.
func (n *Network) Communities(ctx context.Context) ([]int, float64, error) {
	of := make([]int32, n.Len())
	for i := range of {
		of[i] = int32(i)
	}
	for l := n.level(); ; {
		moved, err := l.move(ctx)
		if err != nil {
			return nil, 0, err
		}
		if !moved {
			break
		}
		count := renumber(l.community)
		for i := range of {
			of[i] = l.community[of[i]]
		}
		l = l.join(count)
	}
	renumber(of)
	communities := make([]int, len(of))
	for i, c := range of {
		communities[i] = int(c)
	}
	return communities, Round(n.modularity(communities)), nil
}

// modularity is the share of the weight of lines that lies inside communities
// beyond what their nodes' strengths let expect (Newman 2006); 0 without lines.
func (n *Network) modularity(communities []int) float64 {
	inside, strength := make([]float64, n.Len()), make([]float64, n.Len())
	total := 0.0
	for i, near := range n.near {
		for at, j := range near {
			w := n.weight[i][at]
			total += w
			strength[communities[i]] += w
			if communities[i] == communities[j] {
				inside[communities[i]] += w
			}
		}
	}
	if total == 0 {
		return 0
	}
	q := 0.0
	for c, s := range strength {
		share := s / total
		q += inside[c]/total - float64(share*share)
	}
	return q
}

// renumber numbers communities by their first node and counts them.
func renumber(community []int32) int {
	number := make([]int32, len(community))
	next := int32(0)
	for i, c := range community {
		if number[c] == 0 {
			next++
			number[c] = next
		}
		community[i] = number[c] - 1
	}
	return int(next)
}

// level is the graph of one round of Louvain's method: its nodes are the
// communities of the round before.
type level struct {
	first     []int32 // where the lines of each node begin in to and weight
	to        []int32
	weight    []float64
	strength  []float64 // with twice the weight inside the node
	total     float64   // of all strengths
	community []int32
}

func (n *Network) level() *level {
	l := newLevel(n.Len())
	for i, near := range n.near {
		for at, j := range near {
			l.to = append(l.to, int32(j))
			l.weight = append(l.weight, n.weight[i][at])
			l.strength[i] += n.weight[i][at]
		}
		l.first[i+1] = int32(len(l.to))
		l.total += l.strength[i]
	}
	return l
}

func newLevel(nodes int) *level {
	l := &level{first: make([]int32, nodes+1), strength: make([]float64, nodes), community: make([]int32, nodes)}
	for i := range l.community {
		l.community[i] = int32(i)
	}
	return l
}

// links adds up weights by community and remembers which have any.
type links struct {
	weight []float64
	met    []int32
	seen   []bool
}

func newLinks(n int) *links { return &links{weight: make([]float64, n), seen: make([]bool, n)} }

func (k *links) add(c int32, w float64) {
	if !k.seen[c] {
		k.seen[c] = true
		k.met = append(k.met, c)
	}
	k.weight[c] += w
}

func (k *links) clear() {
	for _, c := range k.met {
		k.weight[c], k.seen[c] = 0, false
	}
	k.met = k.met[:0]
}

const (
	// maxRounds bounds the visits of one level; each takes the modularity up.
	maxRounds = 100
	// leastGain, as a share of the total weight, keeps what only rounding tells
	// apart from moving nodes to and fro.
	leastGain = 1e-12
)

// move moves each node to the community among its neighbours' that raises the
// modularity most, until none moves; it reports whether any did.
func (l *level) move(ctx context.Context) (moved bool, err error) {
	if l.total == 0 {
		return false, nil
	}
	strength := slices.Clone(l.strength) // of communities
	k := newLinks(len(l.community))
	for range maxRounds {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		still := true
		for i, own := range l.community {
			k.clear()
			k.add(own, 0)
			for at := l.first[i]; at < l.first[i+1]; at++ {
				k.add(l.community[l.to[at]], l.weight[at])
			}
			strength[own] -= l.strength[i]
			gain := func(c int32) float64 { return k.weight[c] - float64(l.strength[i]*strength[c])/l.total }
			best, most := own, gain(own)
			for _, c := range k.met[1:] {
				if g := gain(c); g > most+leastGain*l.total {
					best, most = c, g
				}
			}
			strength[best] += l.strength[i]
			if best != own {
				l.community[i] = best
				still, moved = false, true
			}
		}
		if still {
			break
		}
	}
	return moved, nil
}

// join makes the level whose nodes are this one's communities, of which there
// are count.
func (l *level) join(count int) *level {
	up := newLevel(count)
	members := make([][]int32, count)
	for i, c := range l.community {
		members[c] = append(members[c], int32(i))
		up.strength[c] += l.strength[i]
	}
	up.total = l.total
	k := newLinks(count)
	for c, nodes := range members {
		k.clear()
		for _, i := range nodes {
			for at := l.first[i]; at < l.first[i+1]; at++ {
				k.add(l.community[l.to[at]], l.weight[at])
			}
		}
		slices.Sort(k.met)
		for _, d := range k.met {
			if d != int32(c) { // what lies inside moves with the node
				up.to = append(up.to, d)
				up.weight = append(up.weight, k.weight[d])
			}
		}
		up.first[c+1] = int32(len(up.to))
	}
	return up
}

//! The longest common subsequence by E. W. Myers, 'An O(ND) difference algorithm and its variations' (1986).

/// Most differences that are looked for. Two texts with more have nothing in common that a reader could follow, and
/// the search would take memory by the square.
const MOST: usize = 1500;

/// Places of what both have, in order: `(in old, in new)`.
pub(super) fn common<T>(old: &[T], new: &[T], same: impl Fn(&T, &T) -> bool) -> Vec<(usize, usize)> {
    let head = old.iter().zip(new).take_while(|(a, b)| same(a, b)).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| same(a, b)).count();
    let mut out: Vec<(usize, usize)> = (0..head).map(|i| (i, i)).collect();
    let (a, b) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    out.extend(middle(a, b, &same).into_iter().map(|(i, j)| (i + head, j + head)));
    out.extend((0..tail).map(|i| (old.len() - tail + i, new.len() - tail + i)));
    out
}

fn middle<T>(old: &[T], new: &[T], same: &impl Fn(&T, &T) -> bool) -> Vec<(usize, usize)> {
    if old.is_empty() || new.is_empty() {
        return Vec::new();
    }
    let (n, m) = (old.len() as isize, new.len() as isize);
    // Furthest place in old on each diagonal; diagonal k stands at k + MOST + 1.
    let middle = (MOST + 1) as isize;
    let at = |k: isize| usize::try_from(k + middle).unwrap_or(0);
    let mut furthest = vec![0_isize; 2 * MOST + 3];
    let mut trace: Vec<Vec<isize>> = Vec::new();
    let most = isize::try_from(MOST.min(old.len() + new.len())).unwrap_or(0);
    for d in 0..=most {
        trace.push(furthest[at(-d - 1).min(at(-d))..=at(d) + 1].to_vec());
        for k in (-d..=d).step_by(2) {
            let down = k == -d || (k != d && furthest[at(k - 1)] < furthest[at(k + 1)]);
            let mut x = if down { furthest[at(k + 1)] } else { furthest[at(k - 1)] + 1 };
            while x < n && x - k < m && x - k >= 0 && same(&old[x as usize], &new[(x - k) as usize]) {
                x += 1;
            }
            furthest[at(k)] = x;
            if x >= n && x - k >= m {
                return back(&trace, d, n, m);
            }
        }
    }
    Vec::new()
}

/// Walks back through the rounds; in round `d` the slice begins at diagonal `-d - 1`.
fn back(trace: &[Vec<isize>], last: isize, n: isize, m: isize) -> Vec<(usize, usize)> {
    let (mut x, mut y, mut out) = (n, m, Vec::new());
    for d in (0..=last).rev() {
        let round = &trace[d as usize];
        let at = |k: isize| round.get((k + d + 1) as usize).copied().unwrap_or(0);
        let k = x - y;
        let down = k == -d || (k != d && at(k - 1) < at(k + 1));
        let (from_x, from_k) = if down { (at(k + 1), k + 1) } else { (at(k - 1), k - 1) };
        let from_y = from_x - from_k;
        let start = if d == 0 { 0 } else { if down { from_x } else { from_x + 1 } };
        while x > start && y > 0 && x > 0 {
            (x, y) = (x - 1, y - 1);
            out.push((x as usize, y as usize));
        }
        if d > 0 {
            (x, y) = (from_x, from_y);
        }
    }
    out.reverse();
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The length of the longest common subsequence by the schoolbook table.
    fn longest(a: &[u8], b: &[u8]) -> usize {
        let mut row = vec![0; b.len() + 1];
        for x in a {
            let mut corner = 0;
            for (j, y) in b.iter().enumerate() {
                let up = row[j + 1];
                row[j + 1] = if x == y { corner + 1 } else { up.max(row[j]) };
                corner = up;
            }
        }
        row[b.len()]
    }

    proptest! {
        #[test]
        fn what_is_common_is_common_in_order_and_the_most_there_is(
            a in proptest::collection::vec(0u8..5, 0..40),
            b in proptest::collection::vec(0u8..5, 0..40),
        ) {
            let found = common(&a, &b, |x, y| x == y);
            prop_assert!(found.iter().all(|(i, j)| a[*i] == b[*j]));
            prop_assert!(found.windows(2).all(|w| w[0].0 < w[1].0 && w[0].1 < w[1].1));
            prop_assert_eq!(found.len(), longest(&a, &b));
        }
    }

    #[test]
    fn two_long_texts_with_nothing_in_common_are_given_up_quickly() {
        let (a, b): (Vec<u32>, Vec<u32>) = ((0..20_000).collect(), (30_000..50_000).collect());
        assert!(common(&a, &b, |x, y| x == y).is_empty());
    }
}

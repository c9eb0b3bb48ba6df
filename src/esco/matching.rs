//! What a person could do: occupations by how much of what they ask for the person can do.
//!
//! Two parts are compared: how much of the essential skills of an occupation the person covers, and how
//! much of what the person can do the occupation would use. Each skill counts by how telling it is
//! (inverse document frequency: Spärck Jones 1972) and by how well the person has it; a skill that is
//! near to one that the person has, under the same broader one, counts for less, and optional skills
//! for a little. An occupation is worth the geometric mean of the two parts (Ochiai 1957; the cosine of
//! Salton and Buckley 1988), so that neither long lists of skills nor short ones are preferred.

use std::collections::{BTreeMap, HashMap};

use super::catalogue::{Catalogue, ConceptKind};

/// What a skill counts for that is not had but is near to one that is.
const NEAR: f32 = 0.2;
/// What an optional skill counts for of an essential one, in what an occupation would use.
const OPTIONAL: f32 = 0.3;
/// Skills under one broader skill, at most, that are near to each other: wider groups say little.
const NEIGHBOURS: usize = 40;
/// Essential skills, of mean weight, that every occupation is taken to ask for beside its own: without
/// them an occupation with one essential skill would be covered by it wholly.
const UNSAID: f32 = 2.0;

pub struct Index {
    occupations: Vec<Occupation>,
    /// By the skill's place in the catalogue.
    skills: HashMap<u32, Asked>,
}

struct Occupation {
    concept: u32,
    /// What its essential skills tell together.
    essential: f32,
}

/// Who asks for a skill.
#[derive(Default)]
struct Asked {
    /// How much it tells: one that few occupations ask for tells more (inverse document frequency).
    weight: f32,
    /// Occupations, by their places in the index.
    essential: Vec<u32>,
    optional: Vec<u32>,
    /// Skills under the same broader skill.
    near: Vec<u32>,
}

/// A skill that a person has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held {
    /// Its place in the catalogue.
    pub skill: u32,
    /// From 0 to 1.
    pub strength: f32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Match {
    /// The occupation's place in the catalogue.
    pub occupation: u32,
    /// From 0 to 1, as the next.
    pub score: f32,
    /// The part of its essential skills that the person covers.
    pub coverage: f32,
    /// The part of what the person can do that it would use.
    pub used: f32,
}

/// What speaks for an occupation: of what it asks for, and of what the person can do.
#[derive(Clone, Copy, Default)]
struct Sums {
    covered: f32,
    used: f32,
}

impl Occupation {
    /// What it is worth to somebody, by what speaks for it and all that they can do.
    fn worth(&self, sums: Sums, had: f32) -> Match {
        let (coverage, used) = (sums.covered / self.essential, sums.used / had);
        Match {
            occupation: self.concept,
            score: (coverage * used).sqrt(),
            coverage,
            used,
        }
    }
}

/// Each skill once, as well as it is had. In order, so that the same skills give the same sums to the last
/// digit.
fn strengths(held: &[Held]) -> BTreeMap<u32, f32> {
    let mut strengths = BTreeMap::new();
    for Held { skill, strength } in held {
        let credit = strengths.entry(*skill).or_insert(0.0_f32);
        *credit = credit.max(*strength);
    }
    strengths
}

impl Index {
    pub fn new(catalogue: &Catalogue) -> Self {
        let mut places = HashMap::new();
        let mut occupations = Vec::new();
        for (concept, it) in (0_u32..).zip(&catalogue.concepts) {
            if it.kind == ConceptKind::Occupation && !it.obsolete {
                places.insert(concept, occupations.len() as u32);
                occupations.push(Occupation {
                    concept,
                    essential: 0.0,
                });
            }
        }
        let mut skills: HashMap<u32, Asked> = HashMap::new();
        for relation in &catalogue.relations {
            let Some(place) = places.get(&relation.occupation) else {
                continue;
            };
            let asked = skills.entry(relation.skill).or_default();
            if relation.essential {
                asked.essential.push(*place);
            } else {
                asked.optional.push(*place);
            }
        }
        let all = occupations.len() as f32;
        for asked in skills.values_mut() {
            let frequency = asked.essential.len() + asked.optional.len();
            asked.weight = (1.0 + all / frequency as f32).ln();
            for place in &asked.essential {
                occupations[*place as usize].essential += asked.weight;
            }
        }
        let mean = skills.values().map(|it| it.weight).sum::<f32>() / skills.len().max(1) as f32;
        for occupation in &mut occupations {
            occupation.essential += UNSAID * mean;
        }
        let mut index = Self {
            occupations,
            skills,
        };
        index.find_near(catalogue);
        index
    }

    fn find_near(&mut self, catalogue: &Catalogue) {
        let mut under: HashMap<u32, Vec<u32>> = HashMap::new();
        for (narrower, broader) in &catalogue.broader {
            if catalogue.concepts[*narrower as usize].kind.is_skill() {
                under.entry(*broader).or_default().push(*narrower);
            }
        }
        for group in under.values().filter(|it| it.len() <= NEIGHBOURS) {
            for skill in group {
                let others = group.iter().filter(|it| *it != skill);
                if let Some(asked) = self.skills.get_mut(skill) {
                    asked.near.extend(others);
                }
            }
        }
        for asked in self.skills.values_mut() {
            asked.near.sort_unstable();
            asked.near.dedup();
        }
    }

    /// All occupations that ask for something the person can do, the best first.
    pub fn matches(&self, held: &[Held]) -> Vec<Match> {
        let strengths = strengths(held);
        let had = self.had(&strengths);
        let mut sums = vec![Sums::default(); self.occupations.len()];
        for (skill, strength) in &strengths {
            let Some(asked) = self.skills.get(skill) else {
                continue;
            };
            for place in &asked.essential {
                let sums = &mut sums[*place as usize];
                sums.covered += asked.weight * strength;
                sums.used += asked.weight * strength;
            }
            for place in &asked.optional {
                sums[*place as usize].used += asked.weight * strength * OPTIONAL;
            }
        }
        for (skill, credit) in self.nearby(&strengths) {
            if let Some(asked) = self.skills.get(&skill) {
                for place in &asked.essential {
                    sums[*place as usize].covered += asked.weight * credit;
                }
            }
        }
        let mut matches: Vec<_> = (self.occupations.iter().zip(sums))
            .filter(|(_, sums)| sums.used > 0.0)
            .map(|(it, sums)| it.worth(sums, had))
            .collect();
        matches.sort_unstable_by(|a, b| {
            b.score
                .total_cmp(&a.score)
                .then(a.occupation.cmp(&b.occupation))
        });
        matches
    }

    /// How well one occupation fits; none where it asks for nothing that the person can do. The same as
    /// in [`Index::matches`], without looking at all others.
    pub fn fit(&self, occupation: u32, held: &[Held]) -> Option<Match> {
        let found = (self.occupations).binary_search_by_key(&occupation, |it| it.concept);
        let place = found.ok()?;
        let asks = |of: &[u32]| of.iter().any(|it| *it as usize == place);
        let strengths = strengths(held);
        let mut sums = Sums::default();
        for (skill, strength) in &strengths {
            let Some(asked) = self.skills.get(skill) else {
                continue;
            };
            if asks(&asked.essential) {
                sums.covered += asked.weight * strength;
                sums.used += asked.weight * strength;
            }
            if asks(&asked.optional) {
                sums.used += asked.weight * strength * OPTIONAL;
            }
        }
        for (skill, credit) in self.nearby(&strengths) {
            if let Some(asked) = self.skills.get(&skill)
                && asks(&asked.essential)
            {
                sums.covered += asked.weight * credit;
            }
        }
        let had = self.had(&strengths);
        (sums.used > 0.0).then(|| self.occupations[place].worth(sums, had))
    }

    /// What a person can do, together.
    fn had(&self, strengths: &BTreeMap<u32, f32>) -> f32 {
        let weighed = strengths.iter().map(|(skill, it)| it * self.weight(*skill));
        weighed.sum()
    }

    /// Skills that a person has not, with what those near to them that they have count for.
    fn nearby(&self, strengths: &BTreeMap<u32, f32>) -> BTreeMap<u32, f32> {
        let mut credits = BTreeMap::new();
        for (skill, strength) in strengths {
            for near in self.near(*skill) {
                if !strengths.contains_key(near) {
                    let credit = credits.entry(*near).or_insert(0.0_f32);
                    *credit = credit.max(strength * NEAR);
                }
            }
        }
        credits
    }

    /// Skills under the same broader skill.
    pub fn near(&self, skill: u32) -> &[u32] {
        self.skills.get(&skill).map_or(&[], |it| &it.near)
    }

    pub fn weight(&self, skill: u32) -> f32 {
        self.skills.get(&skill).map_or(0.0, |it| it.weight)
    }
}

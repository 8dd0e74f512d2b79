// Decides what each candidate of an article stands for, by what else the article names. Internal to the tagger.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "stages/tag/matcher.h"

namespace marsad::tag {

// Confidences, per mille: not measured probabilities but an order of how much a kind of finding is worth. Read them so.
inline constexpr uint16_t kSure = 950;       // one known entity, a name that stands for nothing else
inline constexpr uint16_t kSurname = 850;    // a surname after the full name
inline constexpr uint16_t kSupported = 800;  // several readings, or an ordinary word; the article speaks for this one
inline constexpr uint16_t kLikeliest = 700;  // several readings; the better known one is taken

struct Decision {
  uint32_t entity = 0;
  uint16_t confidence = 0;
  Detector detector = Detector::kGazetteer;
};

// Made for one article; used by one thread. Borrows all.
class Resolver {
 public:
  Resolver(const Gazetteer& gazetteer, std::string_view language) : gazetteer_(gazetteer), language_(language) {}

  // Takes note of the entities that `candidates` name beyond doubt. Call for every field before the first Resolve.
  // `reader` must outlive the calls of Resolve.
  void Learn(const FieldReader& reader, const std::vector<Candidate>& candidates);

  // Takes note of the town that `candidate`, which stands in a dateline, names; of none if it names a country alone. Of several
  // towns that of a country which the article names. Call after the last Learn.
  void LearnTown(const FieldReader& reader, const Candidate& candidate);

  // What candidates[number] stands for; nothing if it is no name here. Call in the order of the text.
  std::optional<Decision> Resolve(const FieldReader& reader, const std::vector<Candidate>& candidates, size_t number);

  // Whether `candidate`, which stands for nothing here, is a piece of something else's name: then it is no name by itself.
  bool IsPiece(const FieldReader& reader, const Candidate& candidate) const;

 private:
  std::vector<uint32_t> Valid(const FieldReader& reader, const std::vector<Candidate>& candidates, size_t number) const;
  bool Holds(const FieldReader& reader, const Candidate& candidate, const KnownName& name) const;
  bool HoldsAlone(const FieldReader& reader, const Candidate& candidate, const KnownName& name) const;
  bool IsBesideLatin(const FieldReader& reader, uint32_t token) const;
  bool IsClubOfCountry(const FieldReader& reader, const Candidate& candidate, uint32_t number) const;
  bool IsClubOfTown(const FieldReader& reader, const Candidate& candidate, uint32_t number) const;
  bool NeedsIntroduction(const FieldReader& reader, const Candidate& candidate) const;
  bool MayBeClub(const FieldReader& reader, const Candidate& candidate) const;
  bool IsAboutSport() const;
  bool HasEvidence(const FieldReader& reader, const std::vector<Candidate>& candidates, size_t number,
                   const KnownEntity& entity) const;
  bool IsListed(const FieldReader& reader, const std::vector<Candidate>& candidates, size_t number) const;
  bool IsBesideItsCountry(const FieldReader& reader, const std::vector<Candidate>& candidates, size_t number,
                          const KnownEntity& entity) const;
  int SupportAt(const FieldReader& reader, const std::vector<Candidate>& candidates, size_t number,
                uint32_t entity) const;
  int Support(uint32_t entity) const;
  std::optional<uint32_t> OnlySure(const FieldReader& reader, const Candidate& candidate) const;

  const Gazetteer& gazetteer_;
  const std::string_view language_;
  std::unordered_set<uint32_t> sure_;               // entities named beyond doubt anywhere
  std::unordered_set<std::string_view> countries_;  // that these belong to
  std::unordered_set<uint32_t> in_full_;            // persons named in full so far
  std::vector<const FieldReader*> fields_;
  mutable std::optional<bool> is_about_sport_;  // once it was asked for
};

}  // namespace marsad::tag

// Runs a model over articles. The model is linear, so what words and pairs of words add to the scores is summed once and
// kept: most tokens cost a few additions. What is kept has a limit, and changes no answer.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "stages/tag/model/document.h"
#include "stages/tag/model/features.h"
#include "stages/tag/model/known_forms.h"
#include "stages/tag/model/model.h"
#include "stages/tag/model/sequence.h"

namespace marsad::tag {

// Not thread-safe: keeps what it has computed from article to article, some 15 MB.
class ModelRunner {
 public:
  explicit ModelRunner(std::shared_ptr<const Model> model);

  // Both passes; one answer for each sentence, in order. If no word is in a name there are no probabilities.
  std::vector<Labelled> Run(const std::vector<Sequence>& sentences);
  const Model& model() const { return *model_; }
  // The first pass alone.
  Labelled RunFirst(const Sequence& sentence);

 private:
  // What two neighbouring words add to the scores of the first, the second and the word after both.
  struct alignas(64) KnownPair {
    uint64_t key = 0;  // never of a pair
    Sums first{}, second{}, after{};
  };
  struct KnownDocument {
    DocumentKey key = 0;
    Sums sums{};
  };

  // A sentence after the first pass, with what the second goes on from.
  struct Read {
    std::vector<Scores> emissions;
    std::vector<FeatureHash> stems;  // of words; 0 for marks
    Labelled first;
  };

  void FindWords(const Sequence& sentence);
  const KnownForm& Learn(const ModelWord& word, uint64_t hash);
  void FindPairs();
  void Learn(const KnownForm& first, const KnownForm& second, KnownPair* pair);
  void ReadContext(const Sequence& sentence);
  void AddUp(std::vector<Scores>* emissions) const;
  const KnownDocument& LookDocument(DocumentKey key);
  void ReadSentence(const Sequence& sentence, Read* read);
  void ForgetIfMany();

  std::shared_ptr<const Model> model_;
  WeightSummer first_;
  WeightSummer document_;
  KnownForm edge_;
  KnownForms known_;
  // Each key has one place; a newcomer takes it.
  std::vector<KnownPair> pairs_;
  std::vector<KnownDocument> documents_;
  // Of the sentence that is read.
  std::vector<uint64_t> hashes_;
  std::vector<const KnownForm*> words_;
  std::vector<const WordForm*> forms_;
  std::vector<uint64_t> pair_keys_;               // of its words with two edges before and one after them
  std::vector<const KnownPair*> pairs_of_words_;  // in pairs_ or new_pairs_
  std::vector<KnownPair> new_pairs_;
  std::vector<Sums> context_;
  // Scratch.
  std::vector<FeatureHash> features_;  // empty between uses
  FormFeatures form_features_;
  std::vector<Read> read_;
  Decoder::Workspace workspace_;
};

}  // namespace marsad::tag

// Runs a model over articles. The model is linear, so what words and pairs of words add to the scores is summed once and
// kept: most tokens cost a few additions. What is kept has a limit, and changes no answer.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "stages/tag/model/document.h"
#include "stages/tag/model/features.h"
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
  // Sums of some dozens of weights of a byte each.
  using Sums = std::array<int16_t, kLabels>;

  // A word form with its scores at each place of the window.
  struct Known {
    uint32_t number = 0;  // from 2; 1 is what stands around a sentence
    WordForm form;
    std::array<Sums, 5> sums{};  // [distance + 2]
  };
  struct SurfaceHash {
    using is_transparent = void;
    size_t operator()(std::string_view surface) const;
  };

  using KnownForms = std::unordered_map<std::string, Known, SurfaceHash, std::equal_to<>>;  // by surface

  // What two neighbouring words add to the scores of the first, the second and the word after both.
  struct KnownPair {
    uint64_t key = 0;  // never of a pair
    Sums first{}, second{}, after{};
  };
  struct KnownDocument {
    DocumentKey key = 0;
    Scores sums{};
  };

  // A sentence after the first pass, with what the second goes on from.
  struct Read {
    std::vector<Scores> emissions;
    std::vector<FeatureHash> stems;  // of words; 0 for marks
    Labelled first;
  };

  const Known& Look(const ModelWord& word);
  const KnownPair& LookPair(const Known& first, const Known& second);
  const KnownDocument& LookDocument(DocumentKey key);
  void AddPairs(std::vector<Scores>* emissions);
  void ReadSentence(const Sequence& sentence, Read* read);
  Sums Sum();  // of features_, by the first pass; leaves them empty
  void ForgetIfMany();

  std::shared_ptr<const Model> model_;
  Known edge_;
  KnownForms known_;
  KnownForms marks_;
  // Each key has one place; a newcomer takes it.
  std::vector<KnownPair> pairs_;
  std::vector<KnownDocument> documents_;
  // Scratch.
  std::vector<FeatureHash> features_;  // empty between uses
  std::vector<const Known*> words_;
  std::vector<const WordForm*> forms_;
  FormFeatures form_features_;
  std::vector<Read> read_;
  Decoder::Workspace workspace_;
};

}  // namespace marsad::tag

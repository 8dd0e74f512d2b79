// State records: what the core keeps of an article, as the bytes that the topic of the state holds.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "stages/cluster/article_state.h"

namespace marsad::cluster {

// Changes with what a field of marsad.state.v1.ClusterArticle means, and with what the core computes: hashes, folding, shingles.
inline constexpr uint32_t kStateFormat = 3;

struct StateRecordView {
  std::string_view bundle;  // of the stage that writes it
  int64_t offset = 0;       // of the record by which it changed
};

struct StoredState {
  ArticleState state;
  int64_t offset = 0;
};

// Deterministic.
std::string EncodeState(const ArticleState& state, const StateRecordView& by);
// Fails, with what to do, on what is no such record, or one of another format or bundle.
Result<StoredState> DecodeState(std::string_view bytes, std::string_view bundle);

}  // namespace marsad::cluster

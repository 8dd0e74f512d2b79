#include "stages/cluster/bundle.h"

#include <algorithm>
#include <map>
#include <optional>

#include "lib/base/bytes.h"
#include "lib/text/fold.h"

namespace marsad::cluster {
namespace {

constexpr std::string_view kMagic = "marsad stories 1\n";
constexpr size_t kBytesOfWord = 6;

// A word is frequent if it is less than half as rare as one that is in no document: of 10,000 documents it is in 100.
constexpr uint32_t kFrequentShare = 2;
constexpr uint32_t kRarestOfOthers = 2048;

void WriteModel(const StoryModel& model, ByteWriter* out) {
  const auto number = [out](int64_t value) { out->Number(static_cast<uint64_t>(value), 8); };
  for (const int32_t weight : model.weights) number(weight);
  number(model.bias);
  number(model.join);
  number(model.merge);
  number(model.merge_agree);
  number(static_cast<int64_t>(model.merge_small));
}

StoryModel ReadModel(ByteReader* in) {
  StoryModel model;
  for (int32_t& weight : model.weights) weight = static_cast<int32_t>(in->Signed(8));
  model.bias = in->Signed(8);
  model.join = in->Signed(8);
  model.merge = in->Signed(8);
  model.merge_agree = static_cast<int32_t>(in->Signed(8));
  model.merge_small = in->Number(8);
  return model;
}

void WriteTable(const RarityTable& table, ByteWriter* out) {
  out->Bytes(table.language);
  out->Number(table.documents, 4);
  out->Number(table.rarest, 2);
  out->Number(table.words.size(), 4);
  for (const auto& [hash, rarity] : table.words) {
    out->Number(hash, 4);
    out->Number(rarity, 2);
  }
}

// Absent if it is damaged. `size` is that of the file: no table is taken to be larger.
std::optional<RarityTable> ReadTable(size_t size, ByteReader* in) {
  RarityTable table;
  table.language = in->Bytes();
  table.documents = static_cast<uint32_t>(in->Number(4));
  table.rarest = static_cast<uint16_t>(in->Number(2));
  const uint64_t count = in->Number(4);
  if (!in->ok() || table.language.empty() || table.rarest == 0 || count > size / kBytesOfWord) return std::nullopt;
  table.words.reserve(count);
  for (uint64_t i = 0; i < count; ++i) {
    const auto hash = static_cast<uint32_t>(in->Number(4));
    const auto rarity = static_cast<uint16_t>(in->Number(2));
    if (i > 0 && hash <= table.words.back().first) return std::nullopt;
    table.words.emplace_back(hash, rarity);
  }
  return in->ok() ? std::optional(std::move(table)) : std::nullopt;
}

// Words that are frequent somewhere, by where they are most so.
WordRarity FrequentAnywhere(std::span<const RarityTable> tables) {
  std::map<uint32_t, uint16_t> frequent;
  for (const RarityTable& table : tables) {
    for (const auto& [hash, rarity] : table.words) {
      if (rarity * kFrequentShare >= table.rarest) continue;
      const auto scaled = static_cast<uint16_t>(rarity * kRarestOfOthers / table.rarest);
      const auto [known, is_new] = frequent.emplace(hash, scaled);
      if (!is_new) known->second = std::min(known->second, scaled);
    }
  }
  const std::vector<std::pair<uint32_t, uint16_t>> words(frequent.begin(), frequent.end());
  return WordRarity(words, kRarestOfOthers);
}

}  // namespace

ClusterModel MakeModel(const StoryModel& stories, std::span<const RarityTable> tables) {
  ClusterModel model{.stories = stories};
  for (const RarityTable& table : tables) model.rarities.try_emplace(table.language, table.words, table.rarest);
  model.rarities.try_emplace("", FrequentAnywhere(tables));
  return model;
}

std::string WriteBundle(const StoryModel& stories, std::span<const RarityTable> tables) {
  ByteWriter out;
  out.Number(text::kFoldVersion, 4);
  WriteModel(stories, &out);
  out.Number(tables.size(), 4);
  for (const RarityTable& table : tables) WriteTable(table, &out);
  return std::string(kMagic) + out.Take();
}

Result<std::shared_ptr<const ClusterModel>> ParseBundle(std::string_view bytes) {
  if (!bytes.starts_with(kMagic)) return Fail("is no bundle of stories, or one of another format");
  ByteReader in(bytes.substr(kMagic.size()));
  const uint64_t fold_version = in.Number(4);
  if (in.ok() && fold_version != text::kFoldVersion) {
    return Fail("counts words by fold version " + std::to_string(fold_version) + ", but this build folds by version " +
                std::to_string(text::kFoldVersion) + ": take the bundle that came with it");
  }
  const StoryModel stories = ReadModel(&in);
  std::vector<RarityTable> tables;
  const uint64_t count = in.Number(4);
  while (in.ok() && tables.size() < count) {
    std::optional<RarityTable> table = ReadTable(bytes.size(), &in);
    if (!table) return Fail("is damaged: table " + std::to_string(tables.size() + 1) + " of words cannot be read");
    tables.push_back(*std::move(table));
  }
  if (!in.ok() || !in.at_end()) return Fail("is damaged: it is cut off, or something follows its last table");
  return std::make_shared<const ClusterModel>(MakeModel(stories, tables));
}

}  // namespace marsad::cluster

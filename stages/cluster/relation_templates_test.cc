// Look-alikes: the same mould with another fact in it, drawn from testdata/templates.tsv.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "stages/cluster/frequent_words.h"
#include "stages/cluster/relation.h"
#include "stages/cluster/testing/read_text.h"
#include "tests/seed.h"

namespace marsad::cluster {
namespace {

using Values = std::map<std::string, std::string>;  // slot, value

struct Mould {
  std::string language;
  std::string text;
  std::vector<std::string> slots;
};

class Moulds {
 public:
  Moulds() {
    for (const auto& row : testing::ReadRows("stages/cluster/testdata/templates.tsv", 3)) {
      if (row[0] == "slot") slots_[row[1]] = Split(row[2]);
      if (row[0] == "text") moulds_.push_back({row[1], row[2], SlotsOf(row[2])});
    }
  }

  const std::vector<Mould>& all() const { return moulds_; }
  const std::vector<std::string>& Of(const std::string& slot) const { return slots_.at(slot); }

 private:
  static std::vector<std::string> Split(const std::string& values) {
    const std::string separator = " | ";
    std::vector<std::string> parts;
    for (size_t begin = 0; begin <= values.size();) {
      const size_t end = std::min(values.find(separator, begin), values.size());
      parts.push_back(values.substr(begin, end - begin));
      begin = end + separator.size();
    }
    return parts;
  }

  static std::vector<std::string> SlotsOf(const std::string& text) {
    std::vector<std::string> slots;
    for (size_t at = text.find('{'); at != text.npos; at = text.find('{', at + 1)) {
      slots.push_back(text.substr(at + 1, text.find('}', at) - at - 1));
    }
    return slots;
  }

  std::vector<Mould> moulds_;
  std::map<std::string, std::vector<std::string>> slots_;
};

std::string Fill(const Mould& mould, const Values& values) {
  std::string text = mould.text;
  for (const auto& [slot, value] : values) {
    const std::string mark = '{' + slot + '}';
    for (size_t at = text.find(mark); at != text.npos; at = text.find(mark, at)) text.replace(at, mark.size(), value);
  }
  return text;
}

CopyText Copy(const Mould& mould, const std::string& text) {
  return {testing::ReadText(text, {.language = mould.language, .frequent = FrequentWordsOf(mould.language)}), text};
}

TEST(RelationTemplates, AnotherFactInTheSameMouldIsNoCopy) {
  std::mt19937 random(tests::Seed());
  const Moulds moulds;
  ASSERT_GE(moulds.all().size(), 13u);
  for (int round = 0; round < 1000; ++round) {
    const Mould& mould = moulds.all()[random() % moulds.all().size()];
    Values values;
    for (const std::string& slot : mould.slots) values[slot] = moulds.Of(slot)[random() % moulds.Of(slot).size()];
    const std::string earlier = Fill(mould, values);
    std::string& changed = values[mould.slots[random() % mould.slots.size()]];
    const std::string was = changed;
    while (changed == was) {
      const std::string& slot = mould.slots[random() % mould.slots.size()];
      if (&values[slot] == &changed) changed = moulds.Of(slot)[random() % moulds.Of(slot).size()];
    }
    const std::string later = Fill(mould, values);
    EXPECT_FALSE(IsCopy(Compare(Copy(mould, later), Copy(mould, earlier)).relation)) << was << " / " << changed << "\n"
                                                                                     << later;
    EXPECT_EQ(Compare(Copy(mould, later), Copy(mould, later)).relation, Relation::kExact);
  }
}

}  // namespace
}  // namespace marsad::cluster

#include "stages/cluster/testing/records.h"

#include <utility>

namespace marsad::cluster::testing {
namespace {

constexpr char kAgency[] = "https://agency.example";
constexpr char kPaper[] = "https://paper.example";
constexpr char kRadio[] = "https://radio.example";

constexpr char kDam[] =
    "Engineers opened the spillways of the Hornbeck dam on Sunday after eleven days of rain filled the lake behind it. "
    "Some "
    "4,200 people left three villages in the valley before dark, the district said. The water reached the lower bridge "
    "at "
    "noon and closed the road to Tarnfield. No injuries were reported, and the army sent boats and forty soldiers.";
constexpr char kChess[] =
    "Lina Okafor won the open chess tournament in Velden with nine points from eleven games, half a point before the "
    "champion "
    "of last year. The student of law lost only to the local master, in the third round, and drew twice. She will play "
    "the "
    "candidates' event in spring.";
constexpr char kDamElsewhere[] =
    "Villagers below the Hornbeck dam spent the night in schools while engineers let water from the full lake. The "
    "spillways "
    "were opened on Sunday because of the rain, and the valley road to Tarnfield is closed. Soldiers with boats help "
    "the "
    "district, which counts 4,200 people who left.";

std::string Replace(std::string text, const std::string& what, const std::string& by) {
  return text.replace(text.find(what), what.size(), by);
}

class Stream {
 public:
  void Add(TestRecord record, std::string change) {
    record.minute = ++minute_;
    if (record.offset == 0) record.offset = 100 + minute_;
    records_.push_back({record.uri, MakeArticle(record).SerializeAsString(), minute_, {}, std::move(change)});
  }
  void AddBytes(std::string key, std::string value, std::string change) {
    records_.push_back({std::move(key), std::move(value), ++minute_, {}, std::move(change)});
  }
  void Kill(std::string uri) {
    ++minute_;
    records_.push_back(
        {std::move(uri), std::nullopt, minute_, "news.raw:0:" + std::to_string(100 + minute_), "WITHDRAWN"});
  }
  std::vector<StreamRecord> Take() { return std::move(records_); }

 private:
  int64_t minute_ = 0;
  std::vector<StreamRecord> records_;
};

TestRecord Dam(uint64_t version) {
  return {.uri = "urn:agency:dam",
          .source = kAgency,
          .title = "Villages leave as dam is opened",
          .body = kDam,
          .version = version};
}

TestRecord Chess(std::string uri, const char* source) {
  return {.uri = std::move(uri), .source = source, .title = "Okafor wins in Velden", .body = kChess};
}

// Versions of what was sent before.
void AddVersions(Stream* stream) {
  TestRecord later = Dam(2);
  later.body = Replace(kDam, "4,200", "5,600");
  stream->Add(later, "UPDATED");
  stream->Add(Dam(1), "STALE");
  TestRecord corrected = Dam(3);
  corrected.body = Replace(later.body, "three villages", "two villages");
  corrected.correction = "corrects the number of villages";
  stream->Add(corrected, "CORRECTED");
  stream->Add(corrected, "REPEATED");
  corrected.version = 4;
  corrected.status = v1::Article::WITHHELD;
  stream->Add(corrected, "HELD");
  corrected.version = 5;
  corrected.status = v1::Article::USABLE;
  stream->Add(corrected, "RESTORED");
}

}  // namespace

std::vector<StreamRecord> TestStream() {
  Stream stream;
  stream.Add(Dam(1), "NEW");
  stream.Add(Chess("urn:agency:chess", kAgency), "NEW");
  TestRecord copy = Dam(0);
  copy.uri = "urn:paper:1";
  copy.source = kPaper;
  stream.Add(copy, "NEW");
  stream.Add(
      {.uri = "urn:radio:1", .source = kRadio, .title = "A night in schools below the dam", .body = kDamElsewhere},
      "NEW");
  stream.Add(Chess("urn:paper:2", kPaper), "NEW");
  AddVersions(&stream);
  stream.Kill("urn:agency:chess");
  TestRecord redriven = Chess("urn:agency:chess", kAgency);
  redriven.offset = 101;  // it lay before what killed it
  stream.Add(redriven, "STALE");
  stream.Kill("urn:nobody:knows");
  TestRecord bare = Dam(6);
  bare.has_text = false;
  stream.Add(bare, "FAILED");
  stream.AddBytes("urn:another:key", MakeArticle(Dam(7)).SerializeAsString(), "FAILED");
  TestRecord canceled = Dam(8);
  canceled.has_text = false;
  canceled.status = v1::Article::CANCELED;
  stream.Add(canceled, "WITHDRAWN");
  stream.Add(Chess("urn:radio:2", kRadio), "NEW");
  return stream.Take();
}

}  // namespace marsad::cluster::testing

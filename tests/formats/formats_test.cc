// What decode and normalize make of an article, in every format and in Arabic and English: golden/cases.tsv lists NAME,
// content type (may be empty) and envelope; NAME.in is what a source sends, NAME.out what an editor would see of it. With
// MARSAD_UPDATE_GOLDEN=1 the .out files are written anew: read the difference before you commit it. Envelopes:
//   event            CloudEvents in binary mode: headers ce_*
//   frame            a schema registry's frame before the value
//   protobuf frame   NAME.in is the text format of marsad.v1.Article; sent are its bytes in a frame with message indexes
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/time_util.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/decode/stage.h"
#include "stages/normalize/stage.h"

namespace marsad {
namespace {

namespace fs = std::filesystem;

constexpr int64_t kReceived = 1'793'716'200'000;  // 2026-11-03T14:30:00Z

const fs::path kFolder = fs::path("tests/formats/golden");

std::string Load(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Case {
  std::string name;
  std::string type;
  std::string envelope;
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

std::vector<Case> Cases() {
  std::ifstream in(kFolder / "cases.tsv");
  std::vector<Case> cases;
  for (std::string line; std::getline(in, line);) {
    std::istringstream columns(line);
    Case& c = cases.emplace_back();
    std::getline(columns, c.name, '\t');
    std::getline(columns, c.type, '\t');
    std::getline(columns, c.envelope, '\t');
  }
  return cases;
}

std::string ValueOf(const Case& c) {
  std::string file = Load(kFolder / (c.name + ".in"));
  const std::string frame("\0\0\0\0\x2A", 5);
  if (c.envelope == "frame") return frame + file;
  if (c.envelope != "protobuf frame") return file;
  v1::Article article;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(file, &article)) << c.name;
  return frame + '\0' + article.SerializeAsString();
}

std::vector<record::HeaderView> HeadersOf(const Case& c) {
  std::vector<record::HeaderView> headers;
  if (!c.type.empty()) headers.push_back({.key = "content-type", .value = c.type});
  if (c.envelope != "event") return headers;
  headers.insert(headers.end(), {{"ce_specversion", "1.0"},
                                 {"ce_id", "e-1"},
                                 {"ce_type", "org.example.item"},
                                 {"ce_source", "https://wire.example/feed"},
                                 {"ce_subject", "items/7"},
                                 {"ce_time", "2026-11-03T12:00:00+02:00"}});
  return headers;
}

// ---- What an editor would see.

void PutLine(std::string_view name, const std::string& value, std::ostream* out) {
  if (!value.empty()) *out << name << ": " << value << '\n';
}

std::string Show(const v1::Time& time) {
  std::string text = google::protobuf::util::TimeUtil::ToString(time.utc());
  text += time.has_offset_minutes() ? ", offset " + std::to_string(time.offset_minutes()) + " min" : ", no zone";
  return text + ", to the " + v1::Time::Precision_Name(time.precision()) + (time.future() ? ", IN THE FUTURE" : "");
}

void PutFacts(const v1::Article& article, std::ostream* out) {
  PutLine("uri", article.uri(), out);
  if (article.has_version()) PutLine("version", std::to_string(article.version()), out);
  PutLine("version", article.version_label(), out);
  if (article.has_pub_status()) PutLine("status", v1::Article::PubStatus_Name(article.pub_status()), out);
  PutLine("source", article.source().name(), out);
  PutLine("source uri", article.source().uri(), out);
  PutLine("url", article.url(), out);
  for (const std::string& author : article.authors()) PutLine("author", author, out);
  for (const v1::Subject& subject : article.subjects()) {
    PutLine("subject", subject.name() + (subject.has_uri() ? " <" + subject.uri() + ">" : ""), out);
  }
  if (article.has_urgency()) PutLine("urgency", std::to_string(article.urgency()), out);
  if (article.has_published()) PutLine("published", Show(article.published()), out);
  if (article.has_updated()) PutLine("updated", Show(article.updated()), out);
  if (article.has_embargoed_until()) PutLine("embargoed until", Show(article.embargoed_until()), out);
  PutLine("correction", article.correction(), out);
  const v1::Input& input = article.input();
  const std::string guessed = " (guessed)";
  PutLine("read as", input.content_type() + (input.content_type_guessed() ? guessed : ""), out);
  PutLine("charset", input.charset() + (input.charset_guessed() ? guessed : ""), out);
  for (const std::string& note : input.ignored_fields()) PutLine("left out", note, out);
  if (input.repairs() > 0) PutLine("repairs", std::to_string(input.repairs()), out);
  if (input.controls() > 0) PutLine("controls", std::to_string(input.controls()), out);
}

std::string_view Cut(const v1::Article& article, const v1::Span& span) {
  const std::string& text = span.field() == v1::Span::TITLE ? article.title() : article.body();
  EXPECT_LE(span.end(), text.size());
  return std::string_view(text).substr(span.begin(), span.end() - span.begin());
}

// Each block with its sentences, or if it has none, its text.
void PutBlocks(const v1::EnrichedArticle& record, std::ostream* out) {
  const v1::Text& text = record.text();
  *out << "language: " << text.language() << (record.article().has_language() ? ", claimed " : "")
       << record.article().language() << "\n\n";
  int next = 0;
  for (const v1::Block& block : text.blocks()) {
    *out << v1::Block::Kind_Name(block.kind()) << (block.has_language() ? " in " + block.language() : "") << '\n';
    const bool is_title = block.span().field() == v1::Span::TITLE;
    const int first = next;
    while (!is_title && next < text.sentences_size() && text.sentences(next).begin() < block.span().end()) {
      *out << "  = " << Cut(record.article(), text.sentences(next++)) << '\n';
    }
    if (next == first) *out << "  " << Cut(record.article(), block.span()) << '\n';
  }
}

void PutArticle(const std::string& delta, pipeline::Enricher* normalizer, std::ostream* out) {
  v1::EnrichedArticle record;
  ASSERT_TRUE(record.ParseFromString(delta));
  PutFacts(record.article(), out);
  const pipeline::Enriched enriched = normalizer->Enrich(record);
  const auto* text = std::get_if<pipeline::RecordDelta>(&enriched);
  ASSERT_NE(text, nullptr) << "normalize rejects it";
  ASSERT_TRUE(record.MergeFromString(text->bytes));
  PutBlocks(record, out);
}

std::string Outcome(const Case& c) {
  const auto decoder = (*decode::LoadDecode(config::v1::Config()))();
  const auto normalizer = (*normalize::LoadNormalize(config::v1::Config()))();
  const std::string value = ValueOf(c);
  const std::vector<record::HeaderView> headers = HeadersOf(c);
  const pipeline::Decoded decoded = decoder->Decode({.value = value,
                                                     .headers = headers,
                                                     .timestamp = Timestamp::FromMillis(kReceived),
                                                     .topic = "news.raw",
                                                     .partition = Partition(0),
                                                     .offset = Offset(17)});
  if (const auto* reject = std::get_if<pipeline::Reject>(&decoded)) return "REFUSED " + reject->detail + '\n';
  std::ostringstream out;
  if (const auto* partial = std::get_if<pipeline::Partial>(&decoded)) out << partial->rejected.detail << "\n\n";
  const char* gap = "";
  for (const pipeline::KeyedArticle& keyed : pipeline::ArticlesOf(decoded)) {
    out << std::exchange(gap, "\n----\n\n");
    PutArticle(keyed.delta, normalizer.get(), &out);
  }
  return out.str();
}

class FormatsTest : public testing::TestWithParam<Case> {};

TEST_P(FormatsTest, GivesWhatWasReviewed) {
  const std::string shown = Outcome(GetParam());
  const fs::path expected = kFolder / (GetParam().name + ".out");
  const char* update = std::getenv("MARSAD_UPDATE_GOLDEN");
  if (update != nullptr && std::string_view(update) == "1") std::ofstream(expected, std::ios::binary) << shown;
  EXPECT_EQ(Load(expected), shown);
}

INSTANTIATE_TEST_SUITE_P(Files, FormatsTest, testing::ValuesIn(Cases()), [](const auto& c) { return c.param.name; });

TEST(FormatsTest, FilesAreThere) { EXPECT_GE(Cases().size(), 20U); }

}  // namespace
}  // namespace marsad

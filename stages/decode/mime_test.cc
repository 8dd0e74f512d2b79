#include "stages/decode/mime.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "stages/decode/text_article.h"

namespace marsad::decode {
namespace {

using testing::Contains;
using testing::ElementsAre;

const std::string kHead =
    "From: =?utf-8?Q?H=C3=A9l=C3=A8ne_Roux?= <h@port.example>\r\nTo: desk@bugle.example\r\n"
    "Subject: =?UTF-8?B?TGUgcXVhaSA=?=\r\n =?UTF-8?B?cm91dnJl?=\r\nDate: Mon, 7 Dec 2026 09:15:00 +0100\r\n"
    "MIME-Version: 1.0\r\n";
const std::string kQuoted =
    "Le vieux quai rouvre au d=C3=A9but de l'=C3=A9t=C3=A9, apr=C3=A8s deux ans de =\r\ntravaux.";
const std::string kPlain = "Le vieux quai rouvre au d\u00E9but de l'\u00E9t\u00E9, apr\u00E8s deux ans de travaux.";
const std::string kPart =
    "Content-Type: text/plain; charset=\"utf-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + kQuoted;
const std::string kPage = "Content-Type: text/html; charset=utf-8\r\n\r\n<p>Other</p>";
const std::string kPicture = "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=";

Draft Read(const std::string& text) { return *ReadTextArticle(text); }

TEST(MimeTest, QuotedPrintableWithEncodedHeaders) {
  const Draft draft = Read(
      kHead + "Content-Type: text/plain;\r\n charset=utf-8\r\nContent-Transfer-Encoding: Quoted-Printable\r\n\r\n" +
      kQuoted + "\r\n\r\n--=20\r\nH=C3=A9l=C3=A8ne");
  EXPECT_EQ(draft.title, "Le quai rouvre");
  EXPECT_EQ(draft.body, kPlain);
  EXPECT_THAT(draft.authors, ElementsAre("H\u00E9l\u00E8ne Roux"));
}

TEST(MimeTest, ThePlainOneOfSeveralParts) {
  const std::string mark = "--=_a1";
  const std::string parts = "\r\nThis is a multi-part message in MIME format.\r\n" + mark + "\r\n" + kPart + "\r\n" +
                            mark + "\r\n" + kPage + "\r\n" + mark + "\r\n" + kPicture + "\r\n" + mark + "--\r\n";
  for (const std::string type : {"multipart/alternative; boundary=\"=_a1\"", "multipart/mixed; boundary==_a1",
                                 "multipart/mixed", "multipart/mixed; boundary=wrong"}) {
    const Draft draft = Read(kHead + "Content-Type: " + type + "\r\n" + parts);
    EXPECT_EQ(draft.body, kPlain) << type;
    EXPECT_THAT(draft.ignored_fields, Contains("a part of the mail: \"image/png\"")) << type;
  }
  // Without the headers above, and cut off.
  EXPECT_EQ(Read(mark + "\r\n" + kPart + "\r\n" + mark + "\r\n" + kPage).body, kPlain);
}

TEST(MimeTest, AnAttachedTextIsNoTextOfTheMail) {
  const std::string disposition = "Content-Disposition: ";
  const auto mail = [&](const std::string& how) {
    return ReadMime({.content_type = "multipart/mixed; boundary=a"},
                    "--a\n\nThe pier opens.\n--a\nContent-Type: text/plain\n" + disposition + how +
                        "; filename=list.txt\n\nBoats and their owners.\n--a--\n");
  };
  EXPECT_EQ(mail("Attachment").text, "The pier opens.\n");
  EXPECT_THAT(mail("Attachment").ignored, ElementsAre("text/plain"));
  EXPECT_EQ(mail("inline").text, "The pier opens.\n\nBoats and their owners.\n");
  EXPECT_TRUE(mail("inline").ignored.empty());
}

TEST(MimeTest, PartsInsideOfPartsAndTheirPage) {
  const std::string inner =
      "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n"
      "See the page.\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>The pier opens.</p><p>It is "
      "forty-one metres long, and who built it is not known.</p>\r\n--b--\r\n";
  const Draft draft = Read(kHead + "Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n" + inner + "--a--\r\n");
  EXPECT_EQ(draft.body, "The pier opens.\nIt is forty-one metres long, and who built it is not known.");
}

TEST(MimeTest, Base64OtherCharsetsAndFlowedLines) {
  const auto text = [](const MimeHeaders& headers, std::string_view body) { return ReadMime(headers, body).text; };
  EXPECT_EQ(text({.content_type = "text/plain; charset=iso-8859-1", .transfer_encoding = "base64"}, "Y2Fm\r\n6Q=="),
            "caf\u00E9");
  EXPECT_EQ(text({.content_type = "text/plain; charset=windows-1251", .transfer_encoding = "quoted-printable"},
                 "=CC=EE=F1=F2"),
            "\u041C\u043E\u0441\u0442");
  EXPECT_EQ(text({.content_type = "text/plain; format=flowed", .transfer_encoding = "8bit"},
                 "The pier \r\nopens.\r\n-- \r\nPort"),
            "The pier opens.\n-- \nPort\n");
}

TEST(MimeTest, QuotedPrintableThatNothingDeclares) {
  EXPECT_EQ(Read("Le quai\n\n" + kQuoted).body, kPlain);
  for (const std::string text : {"The sum a=b and c=d", "See https://x.example/?a=C3&b=A9 for more", "x=C3=A9 = 2"}) {
    EXPECT_FALSE(ReadBareMime(text)) << text;
  }
  const auto three = ReadBareMime("D=C3=A9but d'=C3=A9t=C3=A9");
  ASSERT_TRUE(three);
  EXPECT_EQ(three->text, "D\u00E9but d'\u00E9t\u00E9");
  EXPECT_FALSE(ReadBareMime("D=C3=A9but de saison =C3=A9"));  // two characters may be chance
  EXPECT_FALSE(ReadBareMime("=E9t=E9 =E9"));                  // no UTF-8
}

TEST(MimeTest, AMailThatWasPassedOnAndAMailbox) {
  const std::string inner =
      "Subject: Pier opens\r\nFrom: jane@port.example\r\nTo: a@port.example\r\n"
      "Content-Transfer-Encoding: quoted-printable\r\n\r\nThe caf=C3=A9 opens.\r\n";
  const Draft draft =
      Read("From h@port.example Mon Dec  7 09:15:00 2026\n" + kHead +
           "Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Type: message/rfc822\r\n\r\n" + inner +
           "\r\n--a--\r\n");
  EXPECT_EQ(draft.title, "Pier opens");
  EXPECT_EQ(draft.body, "The caf\u00E9 opens.");
}

TEST(MimeTest, EncodedWords) {
  const std::pair<const char*, const char*> cases[] = {
      {"Plain = 2 =? 3", "Plain = 2 =? 3"},
      {"=?iso-8859-1?Q?Caf=E9?= open", "Caf\u00E9 open"},
      {"a =?utf-8?q?b_c?= d", "a b c d"},
      {"=?utf-8?B?w6k=?= =?utf-8?B?w6g=?=", "\u00E9\u00E8"},
      {"=?utf-8?B?2K0=?=\t=?utf-8*ar?Q?=D8=B1?=", "\u062D\u0631"},
      {"=?utf-8?Q?=D8?= =?utf-8?Q?=B1?=", "\u0631"},
      {"=?utf-8?Q?=C3=A9?= =?iso-8859-1?Q?=E9?=", "\u00E9\u00E9"},  // two charsets
      {"=?utf-8?Q?a?= b =?utf-8?Q?c?=", "a b c"},
      {"=?utf-8?X?abc?=", "=?utf-8?X?abc?="},
      {"=?utf-8?B?***?=", "=?utf-8?B?***?="},
      {"=?utf-8?Q?open", "=?utf-8?Q?open"},
  };
  for (const auto& [value, text] : cases) EXPECT_EQ(DecodeWords(value), text) << value;
}

// Broken on purpose: each is read to its end, once.
TEST(MimeTest, Bounds) {
  std::string nested = "Content-Type: multipart/mixed; boundary=a\n\n";
  for (int i = 0; i < 200; ++i) nested += "--a\nContent-Type: multipart/mixed; boundary=a\n\n";
  EXPECT_EQ(ReadMime({.content_type = "multipart/mixed; boundary=a"}, nested + "text").text, "text");
  std::string many;
  for (int i = 0; i < 100'000; ++i) many += "--a\n\n";
  EXPECT_TRUE(ReadMime({.content_type = "multipart/mixed; boundary=a"}, many).text.size() < 200'000);
  EXPECT_EQ(DecodeWords(std::string(100'000, '=')).size(), 100'000U);
}

}  // namespace
}  // namespace marsad::decode

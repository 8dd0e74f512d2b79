#include "lib/telemetry/http_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <string>

#include "lib/telemetry/testing/http_client.h"

namespace marsad::telemetry {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;
using testing_http::ConnectTo;
using testing_http::Exchange;
using testing_http::Get;

class HttpServerTest : public testing::Test {
 protected:
  void SetUp() override {
    auto server = StartHttpServer("127.0.0.1:0",
                                  {{"/healthz", [] { return Page{.body = "alive\n"}; }},
                                   {"/readyz", [this] { return Page{.status = ready_ ? 200 : 503, .body = "why\n"}; }},
                                   {"/big", [] { return Page{.body = std::string(1 << 20, 'x')}; }}});
    ASSERT_TRUE(server) << server.error().message;
    server_ = std::move(*server);
  }

  std::atomic<bool> ready_ = false;
  std::unique_ptr<HttpServer> server_;
};

TEST_F(HttpServerTest, ServesPagesAsTheyAreNow) {
  EXPECT_GT(server_->port(), 0);
  const std::string alive = Get(server_->port(), "/healthz");
  EXPECT_THAT(alive, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(alive, HasSubstr("Content-Length: 6\r\n"));
  EXPECT_THAT(alive, EndsWith("\r\n\r\nalive\n"));
  EXPECT_THAT(Get(server_->port(), "/readyz"), StartsWith("HTTP/1.1 503 Service Unavailable\r\n"));
  ready_ = true;
  EXPECT_THAT(Get(server_->port(), "/readyz?verbose=1"), StartsWith("HTTP/1.1 200 OK\r\n"));
}

TEST_F(HttpServerTest, ServesLargePagesWhole) {
  const std::string answer = Get(server_->port(), "/big");
  EXPECT_EQ(answer.size() - answer.find("\r\n\r\n") - 4, size_t{1} << 20);
}

TEST_F(HttpServerTest, RefusesTheRest) {
  const std::string missing = Get(server_->port(), "/etc/passwd");
  EXPECT_THAT(missing, StartsWith("HTTP/1.1 404 Not Found\r\n"));
  EXPECT_THAT(missing, HasSubstr("/healthz"));
  EXPECT_THAT(Get(server_->port(), "/healthz/../../etc/passwd"), StartsWith("HTTP/1.1 404"));
  EXPECT_THAT(Exchange(server_->port(), "POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"),
              StartsWith("HTTP/1.1 405"));
  const std::string head = Exchange(server_->port(), "HEAD /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(head, StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(head, EndsWith("\r\n\r\n"));
}

TEST_F(HttpServerTest, SurvivesWhatIsNotHttp) {
  Exchange(server_->port(), std::string("\0\xFF\x01 GARBAGE\r\n\r\n", 15));
  Exchange(server_->port(), "GET /" + std::string(20000, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(Get(server_->port(), "/healthz"), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, OneClientThatSaysNothingHoldsUpNobody) {
  const int silent = ConnectTo(server_->port());
  EXPECT_THAT(Get(server_->port(), "/healthz"), StartsWith("HTTP/1.1 200"));
  ::close(silent);
}

TEST_F(HttpServerTest, SaysThatAnAddressIsInUse) {
  const std::string listen = "127.0.0.1:" + std::to_string(server_->port());
  const auto second = StartHttpServer(listen, {});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().message, listen + " is in use");
}

// A process may have other sockets on the same port: of another server, or of a client library.
TEST_F(HttpServerTest, LeavesOtherListenersOnItsPortAlone) {
  const std::string port = std::to_string(server_->port());
  auto neighbour = StartHttpServer("127.0.0.2:" + port, {{"/", [] { return Page{.body = "neighbour\n"}; }}});
  ASSERT_TRUE(neighbour) << neighbour.error().message;
  server_.reset();
  constexpr uint32_t kNeighbour = INADDR_LOOPBACK + 1;
  const int connection = ConnectTo((*neighbour)->port(), kNeighbour);
  EXPECT_GE(connection, 0);
  ::close(connection);
}

TEST_F(HttpServerTest, SaysThatAnAddressIsNotOurs) {
  const auto server = StartHttpServer("192.0.2.1:0", {});  // TEST-NET-1, RFC 5737: nobody's
  ASSERT_FALSE(server);
  EXPECT_THAT(server.error().message, StartsWith("192.0.2.1:0 cannot be listened on: "));
}

}  // namespace
}  // namespace marsad::telemetry

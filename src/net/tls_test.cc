// TLS as it should and should not be: nginx on loopback, with certificates made for the test.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <thread>

#include "base/file.h"
#include "net/http_client.h"
#include "net/test_sockets.h"

namespace net {
namespace {

using base::ErrorKind;
using std::chrono::milliseconds;
using testing::HasSubstr;

constexpr const char* kNginx = "/usr/sbin/nginx";

// A port that was free a moment ago.
uint16_t FreePort() {
  return TestServer([](const TestSocket&) {}).port();
}

// An authority with its certificates, in a folder of its own that goes with it.
class Certificates {
 public:
  Certificates() : folder_(MakeFolder()) {
    Run("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj "
        "/CN=Octavo-test-authority "
        "-keyout ca.key -out ca.pem");
    Run("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=Another "
        "-keyout other.key -out "
        "other.pem");
    Make("good", "ca", "DNS:good.localhost", "serverAuth", 30);
    Make("expired", "ca", "DNS:expired.localhost", "serverAuth", -1);
    Make("elsewhere", "ca", "DNS:elsewhere.example", "serverAuth", 30);
    Make("purpose", "ca", "DNS:purpose.localhost", "clientAuth", 30);
    Make("stranger", "other", "DNS:stranger.localhost", "serverAuth", 30);
    // Signed by a certificate that may sign nothing.
    Make("leaf", "good", "DNS:leaf.localhost", "serverAuth", 30);
    Shell("cat good.pem >> leaf.pem");
    Make("old", "ca", "DNS:old.localhost", "serverAuth", 30);
    Run("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj "
        "/CN=self.localhost -addext "
        "subjectAltName=DNS:self.localhost -keyout self.key -out self.pem");
  }
  ~Certificates() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Certificates(const Certificates&) = delete;
  Certificates& operator=(const Certificates&) = delete;

  const std::filesystem::path& folder() const { return folder_; }
  std::string authority() const { return folder_ / "ca.pem"; }
  bool made() const { return made_; }

 private:
  static std::filesystem::path MakeFolder() {
    std::string folder = std::filesystem::temp_directory_path() / "octavo_tls_XXXXXX";
    return mkdtemp(folder.data()) == nullptr ? "" : folder;
  }
  void Shell(const std::string& command) {
    const std::string line =
        fmt::format("cd '{}' && {{ {}; }} >>log 2>&1", folder_.string(), command);
    made_ = made_ && std::system(line.c_str()) == 0;
  }
  void Run(const std::string& arguments) { Shell("openssl " + arguments); }
  void Make(const std::string& name, const std::string& signer, const std::string& hosts,
            const std::string& usage, int days) {
    Run(
        fmt::format("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN={0} -keyout "
                    "{0}.key -out {0}.csr",
                    name));
    Shell(fmt::format(
        "printf 'basicConstraints=CA:FALSE\\nsubjectAltName={}\\nextendedKeyUsage={}\\n'"
        " > {}.ext",
        hosts, usage, name));
    Run(
        fmt::format("x509 -req -in {0}.csr -CA {1}.pem -CAkey {1}.key -CAcreateserial -days {2} "
                    "-extfile {0}.ext -out {0}.pem",
                    name, signer, days));
  }

  std::filesystem::path folder_;
  bool made_ = true;
};

// nginx with one server of each kind; ended by its process id.
class Nginx {
 public:
  Nginx(const Certificates& certificates, uint16_t backend) : port_(FreePort()), old_(FreePort()) {
    std::string servers;
    for (const char* name :
         {"good", "expired", "elsewhere", "purpose", "stranger", "leaf", "self"}) {
      servers += fmt::format(
          "server {{ listen 127.0.0.1:{0} ssl http2; server_name {1}.localhost; "
          "ssl_certificate {1}.pem; ssl_certificate_key {1}.key; "
          "ssl_protocols TLSv1.2 TLSv1.3; location /busy {{ proxy_pass http://127.0.0.1:{2}; }} "
          "location / {{ return 200 \"$server_protocol $ssl_protocol $connection\"; }} }}\n",
          port_, name, backend);
    }
    servers += fmt::format(
        "server {{ listen 127.0.0.1:{} ssl; ssl_certificate old.pem; ssl_certificate_key old.key; "
        "ssl_protocols TLSv1 TLSv1.1; ssl_ciphers 'ALL:@SECLEVEL=0'; return 200 old; }}\n",
        old_);
    const std::string folder = certificates.folder();
    const std::string text = fmt::format(
        "daemon off; pid {0}/pid; error_log {0}/error.log; worker_processes 1;\n"
        "events {{ worker_connections 256; }}\n"
        "http {{ access_log off; client_body_temp_path {0}/t1; proxy_temp_path {0}/t2;\n"
        "fastcgi_temp_path {0}/t3; uwsgi_temp_path {0}/t4; scgi_temp_path {0}/t5;\n{1}}}\n",
        folder, servers);
    const std::filesystem::path file = certificates.folder() / "nginx.conf";
    if (!base::WriteFileAtomically(file, text)) return;
    std::string config = file;
    std::string log = folder + "/error.log";
    std::string words[] = {"nginx", "-p", folder, "-c", config, "-e", log};
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    if (posix_spawn(&process_, kNginx, nullptr, nullptr, arguments.data(), environ) != 0) {
      process_ = -1;
    }
    for (int i = 0; i < 200 && !TestSocket::ConnectTo(port_).connected(); ++i) {
      std::this_thread::sleep_for(milliseconds(50));
    }
  }
  ~Nginx() {
    if (process_ <= 0) return;
    kill(process_, SIGTERM);
    waitpid(process_, nullptr, 0);
  }
  Nginx(const Nginx&) = delete;
  Nginx& operator=(const Nginx&) = delete;

  uint16_t port() const { return port_; }
  uint16_t old_port() const { return old_; }
  bool runs() const { return TestSocket::ConnectTo(port_).connected(); }

 private:
  uint16_t port_;
  uint16_t old_;
  pid_t process_ = -1;
};

class Tls : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (!std::filesystem::exists(kNginx)) return;
    certificates_ = new Certificates();
    backend_ = HttpServer::Start({.threads = 4},
                                 [](const Request&) {
                                   const int now = ++at_once_;
                                   for (int most = most_;
                                        now > most && !most_.compare_exchange_weak(most, now);) {
                                   }
                                   std::this_thread::sleep_for(milliseconds(10));
                                   --at_once_;
                                   return Response{};
                                 })
                   .value()
                   .release();
    nginx_ = new Nginx(*certificates_, backend_->port());
  }
  static void TearDownTestSuite() {
    delete nginx_;
    delete backend_;
    delete certificates_;
  }
  void SetUp() override {
    if (nginx_ == nullptr) GTEST_SKIP() << "no " << kNginx;
    ASSERT_TRUE(certificates_->made())
        << base::ReadFile(certificates_->folder() / "log").value_or("");
    ASSERT_TRUE(nginx_->runs())
        << base::ReadFile(certificates_->folder() / "error.log").value_or("");
  }

  std::unique_ptr<HttpClient> Client(const std::string& authority) const {
    HttpClientOptions options;
    options.allow = AllowList::Parse(fmt::format("*.localhost:{0},127.0.0.1:{0},*.localhost:{1}",
                                                 nginx_->port(), nginx_->old_port()))
                        .value();
    options.pause_per_host = milliseconds(0);
    options.ca_file = authority;
    return HttpClient::Create(options).value();
  }
  std::unique_ptr<HttpClient> Client() const { return Client(certificates_->authority()); }

  FetchRequest Get(const std::string& host, const std::string& path = "/") const {
    FetchRequest request;
    request.url = fmt::format("https://{}:{}{}", host, nginx_->port(), path);
    return request;
  }

  static inline Certificates* certificates_ = nullptr;
  static inline HttpServer* backend_ = nullptr;
  static inline Nginx* nginx_ = nullptr;
  static inline std::atomic<int> at_once_{0};
  static inline std::atomic<int> most_{0};
};

TEST_F(Tls, SpeaksHttp2WhereItMay) {
  const auto client = Client();
  struct Case {
    HttpVersion version;
    const char* says;
  };
  for (const Case& c : {Case{HttpVersion::kAny, "HTTP/2.0 TLSv1.3"},
                        {HttpVersion::kHttp11, "HTTP/1.1 TLSv1.3"},
                        {HttpVersion::kHttp2, "HTTP/2.0 TLSv1.3"}}) {
    FetchRequest request = Get("good.localhost");
    request.http_version = c.version;
    const auto answer = client->FetchAndWait(request);
    ASSERT_TRUE(answer.has_value()) << answer.error().message();
    EXPECT_THAT(answer->body, HasSubstr(c.says));
    EXPECT_EQ(answer->remote_address, "127.0.0.1");
  }
}

TEST_F(Tls, TrustsNobodyWithoutReason) {
  const auto client = Client();
  struct Case {
    const char* host;
    const char* says;
  };
  for (const Case& c : {Case{"expired.localhost", "expired"},
                        {"elsewhere.localhost", "elsewhere.localhost"},
                        {"127.0.0.1", "127.0.0.1"},
                        {"self.localhost", "self"},
                        {"stranger.localhost", "unable to get local issuer"},
                        {"purpose.localhost", "certificate purpose"},
                        {"leaf.localhost", "CA"}}) {
    const auto answer = client->FetchAndWait(Get(c.host));
    ASSERT_FALSE(answer.has_value()) << c.host;
    EXPECT_EQ(answer.error().kind(), ErrorKind::kUnavailable) << answer.error().message();
    EXPECT_THAT(answer.error().message(), HasSubstr("no secure connection"));
    EXPECT_THAT(answer.error().message(), HasSubstr(c.says));
  }
  // The system's authorities know none of these.
  EXPECT_FALSE(Client("")->FetchAndWait(Get("good.localhost")).has_value());
  // Nor is anything trusted when the authorities cannot be read.
  EXPECT_FALSE(Client("/nowhere/ca.pem")->FetchAndWait(Get("good.localhost")).has_value());
}

TEST_F(Tls, SpeaksNoOldVersion) {
  const std::string reach = fmt::format(
      "openssl s_client -tls1_1 -cipher ALL:@SECLEVEL=0 -connect 127.0.0.1:{} </dev/null "
      ">/dev/null 2>&1",
      nginx_->old_port());
  ASSERT_EQ(std::system(reach.c_str()), 0) << "the server does not speak TLS 1.1 itself";
  FetchRequest request;
  request.url = fmt::format("https://old.localhost:{}/", nginx_->old_port());
  const auto answer = Client()->FetchAndWait(request);
  ASSERT_FALSE(answer.has_value());
  EXPECT_THAT(answer.error().message(), HasSubstr("no secure connection"));
}

TEST_F(Tls, IsNotSpokenWithWhoDoesNot) {
  FetchRequest plain;
  plain.url = fmt::format("https://127.0.0.1:{}/", backend_->port());
  HttpClientOptions options;
  options.allow = AllowList::Parse(fmt::format("127.0.0.1:{}", backend_->port())).value();
  const auto answer = HttpClient::Create(options).value()->FetchAndWait(plain);
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().kind(), ErrorKind::kUnavailable) << answer.error().message();
}

// One connection carries many requests at once, and still no host is asked more than it may be.
TEST_F(Tls, ManyStreamsOfOneConnectionCountAsManyRequests) {
  const auto client = Client();
  ASSERT_TRUE(client->FetchAndWait(Get("good.localhost", "/busy")).has_value());
  constexpr int kCount = 60;
  std::atomic<int> answered{0};
  std::atomic<int> failed{0};
  std::promise<void> all;
  for (int i = 0; i < kCount; ++i) {
    client->Fetch(Get("good.localhost", "/busy"), [&](base::Result<FetchResponse> answer) {
      if (!answer || answer->status != 200) ++failed;
      if (++answered == kCount) all.set_value();
    });
  }
  all.get_future().wait();
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(most_, 2);
}

}  // namespace
}  // namespace net

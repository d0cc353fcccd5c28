// Of which kind a piece is. What the page states goes first: the type of its structured data, then
// the section that it stands in, then a word set off in its headline or its address. Lacking these,
// an editorial is known by its voice.

#include <algorithm>

#include "extract/origin.h"
#include "text/words.h"

namespace extract {

using model::Genre;

namespace {

bool HasSegment(std::string_view url, std::initializer_list<std::string_view> segments) {
  const std::string folded = text::Fold(url);
  return std::ranges::any_of(segments, [&](std::string_view segment) {
    const std::string inside = "/" + std::string(segment) + "/";
    return folded.find(inside) != std::string::npos;
  });
}

struct NamedGenre {
  std::string_view word;  // folded
  Genre genre;
};
constexpr NamedGenre kSections[] = {{"opinion", Genre::kOpinion},
                                    {"opinions", Genre::kOpinion},
                                    {"editorial", Genre::kOpinion},
                                    {"editorials", Genre::kOpinion},
                                    {"commentary", Genre::kOpinion},
                                    {"op-ed", Genre::kOpinion},
                                    {"column", Genre::kOpinion},
                                    {"columns", Genre::kOpinion},
                                    {"columnists", Genre::kOpinion},
                                    {"letters", Genre::kOpinion},
                                    {"社説", Genre::kOpinion},
                                    {"論説", Genre::kOpinion},
                                    {"オピニオン", Genre::kOpinion},
                                    {"コラム", Genre::kOpinion},
                                    {"رأي", Genre::kOpinion},
                                    {"الرأي", Genre::kOpinion},
                                    {"مقالات الرأي", Genre::kOpinion},
                                    {"مقالات", Genre::kOpinion},
                                    {"افتتاحية", Genre::kOpinion},
                                    {"meinung", Genre::kOpinion},
                                    {"opinión", Genre::kOpinion},
                                    {"analysis", Genre::kAnalysis},
                                    {"explainers", Genre::kAnalysis},
                                    {"解説", Genre::kAnalysis},
                                    {"分析", Genre::kAnalysis},
                                    {"تحليل", Genre::kAnalysis},
                                    {"تحليلات", Genre::kAnalysis},
                                    {"interview", Genre::kInterview},
                                    {"interviews", Genre::kInterview},
                                    {"インタビュー", Genre::kInterview},
                                    {"مقابلات", Genre::kInterview},
                                    {"حوار", Genre::kInterview},
                                    {"live", Genre::kLive},
                                    {"press release", Genre::kRelease},
                                    {"press releases", Genre::kRelease},
                                    {"プレスリリース", Genre::kRelease},
                                    {"بيان صحفي", Genre::kRelease},
                                    {"sponsored", Genre::kSponsored},
                                    {"advertorial", Genre::kSponsored},
                                    {"partner content", Genre::kSponsored},
                                    {"paid content", Genre::kSponsored},
                                    {"タイアップ", Genre::kSponsored},
                                    {"محتوى ممول", Genre::kSponsored},
                                    {"video", Genre::kVideo},
                                    {"videos", Genre::kVideo},
                                    {"動画", Genre::kVideo},
                                    {"فيديو", Genre::kVideo},
                                    {"kommentar", Genre::kOpinion},
                                    {"kommentare", Genre::kOpinion},
                                    {"kolumne", Genre::kOpinion},
                                    {"kolumnen", Genre::kOpinion},
                                    {"leitartikel", Genre::kOpinion},
                                    {"gastbeitrag", Genre::kOpinion},
                                    {"leserbriefe", Genre::kOpinion},
                                    {"tribune", Genre::kOpinion},
                                    {"tribunes", Genre::kOpinion},
                                    {"éditorial", Genre::kOpinion},
                                    {"éditoriaux", Genre::kOpinion},
                                    {"débats", Genre::kOpinion},
                                    {"chronique", Genre::kOpinion},
                                    {"opiniones", Genre::kOpinion},
                                    {"columnas", Genre::kOpinion},
                                    {"cartas al director", Genre::kOpinion},
                                    {"opinião", Genre::kOpinion},
                                    {"colunas", Genre::kOpinion},
                                    {"editoriais", Genre::kOpinion},
                                    {"opinione", Genre::kOpinion},
                                    {"opinioni", Genre::kOpinion},
                                    {"editoriale", Genre::kOpinion},
                                    {"commenti", Genre::kOpinion},
                                    {"opinie", Genre::kOpinion},
                                    {"columns & opinie", Genre::kOpinion},
                                    {"ledare", Genre::kOpinion},
                                    {"debatt", Genre::kOpinion},
                                    {"krönika", Genre::kOpinion},
                                    {"leder", Genre::kOpinion},
                                    {"meninger", Genre::kOpinion},
                                    {"kronikk", Genre::kOpinion},
                                    {"debat", Genre::kOpinion},
                                    {"pääkirjoitus", Genre::kOpinion},
                                    {"mielipide", Genre::kOpinion},
                                    {"opinie i komentarze", Genre::kOpinion},
                                    {"komentarze", Genre::kOpinion},
                                    {"felietony", Genre::kOpinion},
                                    {"názory", Genre::kOpinion},
                                    {"komentáře", Genre::kOpinion},
                                    {"vélemény", Genre::kOpinion},
                                    {"publicisztika", Genre::kOpinion},
                                    {"opinii", Genre::kOpinion},
                                    {"köşe yazıları", Genre::kOpinion},
                                    {"yazarlar", Genre::kOpinion},
                                    {"мнения", Genre::kOpinion},
                                    {"мнение", Genre::kOpinion},
                                    {"колонки", Genre::kOpinion},
                                    {"думки", Genre::kOpinion},
                                    {"блоги", Genre::kOpinion},
                                    {"γνώμη", Genre::kOpinion},
                                    {"απόψεις", Genre::kOpinion},
                                    {"דעות", Genre::kOpinion},
                                    {"یادداشت", Genre::kOpinion},
                                    {"意见", Genre::kOpinion},
                                    {"评论", Genre::kOpinion},
                                    {"社论", Genre::kOpinion},
                                    {"觀點", Genre::kOpinion},
                                    {"評論", Genre::kOpinion},
                                    {"사설", Genre::kOpinion},
                                    {"칼럼", Genre::kOpinion},
                                    {"오피니언", Genre::kOpinion},
                                    {"opini", Genre::kOpinion},
                                    {"ý kiến", Genre::kOpinion},
                                    {"analyse", Genre::kAnalysis},
                                    {"analysen", Genre::kAnalysis},
                                    {"hintergrund", Genre::kAnalysis},
                                    {"analyses", Genre::kAnalysis},
                                    {"décryptage", Genre::kAnalysis},
                                    {"décryptages", Genre::kAnalysis},
                                    {"análisis", Genre::kAnalysis},
                                    {"análise", Genre::kAnalysis},
                                    {"analisi", Genre::kAnalysis},
                                    {"approfondimenti", Genre::kAnalysis},
                                    {"achtergrond", Genre::kAnalysis},
                                    {"analys", Genre::kAnalysis},
                                    {"baggrund", Genre::kAnalysis},
                                    {"analyysi", Genre::kAnalysis},
                                    {"analiza", Genre::kAnalysis},
                                    {"analizy", Genre::kAnalysis},
                                    {"аналитика", Genre::kAnalysis},
                                    {"аналіз", Genre::kAnalysis},
                                    {"深度", Genre::kAnalysis},
                                    {"해설", Genre::kAnalysis},
                                    {"분석", Genre::kAnalysis},
                                    {"analisis", Genre::kAnalysis},
                                    {"gespräch", Genre::kInterview},
                                    {"entretien", Genre::kInterview},
                                    {"entretiens", Genre::kInterview},
                                    {"entrevista", Genre::kInterview},
                                    {"entrevistas", Genre::kInterview},
                                    {"intervista", Genre::kInterview},
                                    {"interviste", Genre::kInterview},
                                    {"intervju", Genre::kInterview},
                                    {"haastattelu", Genre::kInterview},
                                    {"wywiad", Genre::kInterview},
                                    {"wywiady", Genre::kInterview},
                                    {"rozhovor", Genre::kInterview},
                                    {"rozhovory", Genre::kInterview},
                                    {"röportaj", Genre::kInterview},
                                    {"интервью", Genre::kInterview},
                                    {"інтервʼю", Genre::kInterview},
                                    {"συνέντευξη", Genre::kInterview},
                                    {"ראיון", Genre::kInterview},
                                    {"访谈", Genre::kInterview},
                                    {"專訪", Genre::kInterview},
                                    {"인터뷰", Genre::kInterview},
                                    {"wawancara", Genre::kInterview},
                                    {"phỏng vấn", Genre::kInterview},
                                    {"live blog", Genre::kLive},
                                    {"liveblog", Genre::kLive},
                                    {"live updates", Genre::kLive},
                                    {"live ticker", Genre::kLive},
                                    {"liveticker", Genre::kLive},
                                    {"en direct", Genre::kLive},
                                    {"en directo", Genre::kLive},
                                    {"en vivo", Genre::kLive},
                                    {"ao vivo", Genre::kLive},
                                    {"in diretta", Genre::kLive},
                                    {"direkte", Genre::kLive},
                                    {"suorat", Genre::kLive},
                                    {"pressemitteilung", Genre::kRelease},
                                    {"pressemitteilungen", Genre::kRelease},
                                    {"pressemeldung", Genre::kRelease},
                                    {"communiqué", Genre::kRelease},
                                    {"communiqués de presse", Genre::kRelease},
                                    {"comunicado de prensa", Genre::kRelease},
                                    {"comunicado", Genre::kRelease},
                                    {"comunicati stampa", Genre::kRelease},
                                    {"comunicato stampa", Genre::kRelease},
                                    {"persbericht", Genre::kRelease},
                                    {"pressmeddelande", Genre::kRelease},
                                    {"pressemelding", Genre::kRelease},
                                    {"pressemeddelelse", Genre::kRelease},
                                    {"tiedotteet", Genre::kRelease},
                                    {"пресс-релиз", Genre::kRelease},
                                    {"新闻稿", Genre::kRelease},
                                    {"보도자료", Genre::kRelease},
                                    {"siaran pers", Genre::kRelease},
                                    {"anzeige", Genre::kSponsored},
                                    {"sponsored content", Genre::kSponsored},
                                    {"paid post", Genre::kSponsored},
                                    {"contenu sponsorisé", Genre::kSponsored},
                                    {"publirreportaje", Genre::kSponsored},
                                    {"contenido patrocinado", Genre::kSponsored},
                                    {"conteúdo patrocinado", Genre::kSponsored},
                                    {"contenuto sponsorizzato", Genre::kSponsored},
                                    {"advertentie", Genre::kSponsored},
                                    {"annons", Genre::kSponsored},
                                    {"annonsørinnhold", Genre::kSponsored},
                                    {"annoncørbetalt", Genre::kSponsored},
                                    {"mainos", Genre::kSponsored},
                                    {"reklama", Genre::kSponsored},
                                    {"реклама", Genre::kSponsored},
                                    {"партнерский материал", Genre::kSponsored},
                                    {"広告", Genre::kSponsored},
                                    {"赞助内容", Genre::kSponsored},
                                    {"광고", Genre::kSponsored},
                                    {"vidéo", Genre::kVideo},
                                    {"vidéos", Genre::kVideo},
                                    {"vídeo", Genre::kVideo},
                                    {"vídeos", Genre::kVideo},
                                    {"видео", Genre::kVideo},
                                    {"відео", Genre::kVideo},
                                    {"视频", Genre::kVideo},
                                    {"影片", Genre::kVideo},
                                    {"영상", Genre::kVideo}};

std::optional<Genre> FromTypes(const std::vector<std::string>& types) {
  for (const std::string& type : types) {
    if (type == "OpinionNewsArticle" || type == "ReviewNewsArticle") return Genre::kOpinion;
    if (type == "AnalysisNewsArticle" || type == "BackgroundNewsArticle") return Genre::kAnalysis;
    if (type == "LiveBlogPosting") return Genre::kLive;
    if (type == "AdvertiserContentArticle") return Genre::kSponsored;
    if (type == "VideoObject" && types.size() == 1) return Genre::kVideo;
  }
  return std::nullopt;
}

std::optional<Genre> FromUrl(std::string_view url) {
  if (HasSegment(
          url, {"opinion",       "opinions",   "editorial",  "editorials", "commentary", "op-ed",
                "commentisfree", "columns",    "columnists", "shasetsu",   "letters",    "meinung",
                "kommentar",     "kommentare", "kolumne",    "kolumnen",   "tribune",    "debats",
                "idees",         "opinioni",   "opinie",     "debatt",     "ledare",     "leder",
                "mielipide",     "mneniya"})) {
    return Genre::kOpinion;
  }
  if (HasSegment(url, {"analysis", "explainers", "analyse", "analysen", "analisis", "analise",
                       "analisi", "decryptage"}))
    return Genre::kAnalysis;
  if (HasSegment(url, {"interview", "interviews", "entretien", "entretiens", "entrevista",
                       "entrevistas", "intervista", "interviste"}))
    return Genre::kInterview;
  if (HasSegment(url, {"live", "liveblog", "live-updates", "liveticker", "live-ticker", "en-direct",
                       "en-vivo", "en-directo", "ao-vivo"}))
    return Genre::kLive;
  if (HasSegment(url, {"press-release", "press-releases", "pressemitteilung", "pressemitteilungen",
                       "communique", "communiques", "comunicados"}))
    return Genre::kRelease;
  if (HasSegment(url, {"sponsored", "partner-content", "paidpost", "advertorial", "brandvoice"})) {
    return Genre::kSponsored;
  }
  if (HasSegment(url, {"video", "videos"})) return Genre::kVideo;
  return std::nullopt;
}

// "Editorial: …", "Opinion | …", "社説：…", "【社説】…", "Interview: …".
std::optional<Genre> FromTitle(std::string_view title) {
  const std::string folded = text::Fold(title);
  for (const NamedGenre& named : kSections) {
    std::string_view rest = folded;
    for (const std::string_view open : {"【", "[", "<", "("}) {
      if (rest.starts_with(open)) rest.remove_prefix(open.size());
    }
    if (!rest.starts_with(named.word)) continue;
    rest.remove_prefix(named.word.size());
    for (const std::string_view after :
         {":", " |", "：", " :", "】", "]", ">", ")", "|", " - ", "｜"}) {
      if (rest.starts_with(after)) return named.genre;
    }
  }
  return std::nullopt;
}

// Text outside of quotation marks: the author's own voice.
std::string OwnVoice(std::string_view text) {
  std::string out;
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i);
    if (rest.starts_with("“") || rest.starts_with("「") || rest.starts_with("«")) quoted = true;
    if (rest.starts_with("”") || rest.starts_with("」") || rest.starts_with("»") || text[i] == '\n')
      quoted = false;
    if (text[i] == '"') quoted = !quoted;
    if (!quoted) out.push_back(text[i]);
  }
  return out;
}

// An editorial gives itself away: nobody signs it, the paper does (a closing line with the paper's
// name and a date), and its own voice asks, judges and demands. All three are needed, and of the
// third at least three marks.
bool IsUnsignedArgument(const model::Reading& reading) {
  if (!reading.byline.empty() || !reading.origin || !reading.origin->date) return false;
  const std::string voice = " " + text::Fold(OwnVoice(reading.text));
  size_t marks = reading.title.ends_with('?') || reading.title.ends_with("？") ? 1 : 0;
  const auto count = [&](std::string_view word) {
    for (size_t at = voice.find(word); at != std::string::npos; at = voice.find(word, at + 1))
      ++marks;
  };
  for (const std::string_view word : {"? ",
                                      "?\n",
                                      " should ",
                                      " must ",
                                      " ought to ",
                                      "the only way",
                                      "a mistake",
                                      "no room for",
                                      "do not justify",
                                      "does not justify",
                                      "cannot be allowed",
                                      "it is essential",
                                      "it is vital",
                                      "unacceptable",
                                      "is being tested",
                                      "prerequisite",
                                      "it is necessary",
                                      "need to be",
                                      "べきだ",
                                      "べきである",
                                      "ねばならない",
                                      "求めたい",
                                      "許されない",
                                      "يجب ",
                                      "ينبغي ",
                                      "لا بد "}) {
    count(word);
  }
  return marks >= 3;
}

}  // namespace

Genre FindGenre(const PageFacts& facts, const model::Reading& reading) {
  if (const auto genre = FromTypes(facts.article.types)) return *genre;
  for (const std::string_view section :
       {std::string_view(facts.article.section),
        facts.Meta({"article:section", "section", "og:section"})}) {
    const std::string folded = text::Fold(text::CollapseSpace(section));
    for (const NamedGenre& named : kSections) {
      if (folded == named.word) return named.genre;
    }
  }
  if (const auto genre = FromTitle(reading.title)) return *genre;
  if (const auto genre = FromUrl(reading.url)) return *genre;
  return IsUnsignedArgument(reading) ? Genre::kOpinion : Genre::kReport;
}

}  // namespace extract

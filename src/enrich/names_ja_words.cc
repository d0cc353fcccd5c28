#include "enrich/names_ja_words.h"

#include <algorithm>
#include <unordered_set>

namespace enrich {
namespace {

using Strings = std::unordered_set<std::string_view>;

Strings Split(std::string_view list) {
  Strings set;
  for (size_t at = 0; at < list.size();) {
    const size_t end = std::min(list.find(' ', at), list.size());
    if (end > at) set.insert(list.substr(at, end - at));
    at = end + 1;
  }
  return set;
}

const Strings& FamilyNames() {
  static const Strings kSet = Split(
      "佐藤 鈴木 高橋 田中 伊藤 渡辺 渡邊 渡部 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 "
      "木村 林 斎藤 斉藤 "
      "清水 山崎 阿部 森 池田 橋本 山下 石川 中島 前田 藤田 小川 後藤 岡田 長谷川 村上 近藤 石井 "
      "坂本 遠藤 青木 藤井 "
      "西村 福田 太田 三浦 藤原 岡本 松田 中川 中野 原田 小野 田村 竹内 金子 和田 中山 石田 上田 "
      "森田 原 柴田 酒井 工藤 "
      "横山 宮崎 宮本 内田 高木 安藤 谷口 大野 丸山 今井 高田 藤本 武田 村田 上野 杉山 増田 平野 "
      "大塚 千葉 久保 松井 小島 "
      "岩崎 桜井 野口 松尾 野村 木下 菊地 菊池 佐野 大西 杉本 新井 浜田 市川 古川 水野 小松 島田 "
      "小山 高野 山内 西田 菅原 "
      "西川 五十嵐 北村 安田 中田 川口 平田 川崎 飯田 本田 久保田 吉川 東 中西 服部 岩田 土屋 福島 "
      "関 沢田 田口 樋口 永井 "
      "川上 秋山 田島 山中 望月 松下 荒木 大谷 岸田 安倍 石破 茂木 河野 麻生 菅 二階 枝野 玉木 "
      "野田 小泉 高市 林田 鳩山 "
      "岸 細川 村山 森山 萩生田 加藤 上川 西岡 黒田 植田 白川 羽生 錦織 本庄 香川 長友 久保 三笘 "
      "堂安 吉村 小池 大村 "
      "星野 古田 落合 野茂 松坂 松友 兵庫 織田 豊臣 徳川 武田 上杉 伊達 真田 足利 北条 源 平 藤井 "
      "渡瀬 黒澤 小津 宮部 村上 "
      "東野 夏目 芥川 太宰 川端 三島 大江 手塚 宮沢 石原 坂口 大島 堀 堀江 三木谷 柳井 孫 稲盛 "
      "松任谷 桑田 矢沢 宇多田 倉木 "
      "浜崎 安室 大橋 永野 今野 堀内 片山 須藤 内藤 武藤 江藤 進藤 尾崎 岡崎 篠原 榊原 相原 大原 "
      "笠原 田辺 川村 北川 早川 "
      "荒川 長島 長嶋 王 稲葉 成田 黒木 青山 片岡 吉岡 松岡 福岡 大久保 小笠原 熊谷 浅野 天野 矢野 "
      "河合 落合 川合 栗原 三宅 "
      "松村 奥田 植木 白石 小沢 小澤 金田 本間 飯塚 石塚 馬場 的場 堀田 沖 沖田 榎本 松原 桑原 "
      "関口 関根 大川 大沢 大石 "
      "小田 小西 小倉 川島 河村 河原 岩本 岩井 根本 吉野 吉原 水谷 八木 森本 森下 広瀬 谷川 内山 "
      "高山 高島 高井 津田 "
      "辻 東山 永田 南 西 北野 土井 土田 戸田 柏木 児玉 塚本 坂井 坂田 樋渡 梅田 桜庭 武井 武内 "
      "竹田 竹中 竹下");
  return kSet;
}

}  // namespace

bool IsJapaneseFamilyName(std::string_view word) {
  return FamilyNames().contains(word);
}

bool IsCommonOrganisation(std::string_view word) {
  static const Strings kSet = Split(
      "官庁 離党 入党 結党 同大学 各省庁 各党 与党 野党 両党 同党 新党 全党 国会議会 市議会 "
      "県議会 都議会 現地警察 "
      "地元警察 日本政府 各国政府 "
      "私立大学 国立大学 公立学校 私立学校 専門学校 地方銀行 都市銀行 中央銀行 自動車産業 同省 "
      "両省 中学校 小学校 "
      "同社 他社 同校 母校 当社 全国高校 男子校 女子校 県立高校 公立高校 地方新聞 大手新聞 "
      "生放送 再放送 衛星放送 全国放送 "
      "一般会社 子会社 親会社 製造会社 制作会社 関連会社 保険会社 建設会社 運営会社 持株会社 "
      "持ち株会社 鉄道会社 製薬会社 航空会社 "
      "株式会社 有限会社 総合病院 大学病院 労働組合 中央省庁 芸能事務所 所属事務所 個人事務所 "
      "法律事務所");
  return kSet.contains(word);
}

}  // namespace enrich

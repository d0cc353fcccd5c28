# cmake -DOUT=embedded.cc -DFILES=a;b -P embed.cmake: writes a C++ file that holds the bytes of the files. They are
# named by folder and file: "templates/front.tpl".
set(text "// Made by web/embed.cmake. Not to be edited.\n#include \"serve/assets.h\"\n\nnamespace serve {\nnamespace {\n\n")
set(table "")
set(number 0)
foreach(file IN LISTS FILES)
  get_filename_component(folder ${file} DIRECTORY)
  get_filename_component(folder ${folder} NAME)
  get_filename_component(name ${file} NAME)
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "(................................................................)" "\\1\n" hex "${hex}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," hex "${hex}")
  string(APPEND text "constexpr unsigned char kFile${number}[] = {\n${hex}0};\n")
  string(APPEND table "    Make(\"${folder}/${name}\", kFile${number}, sizeof(kFile${number}) - 1),\n")
  math(EXPR number "${number} + 1")
endforeach()
string(APPEND text "
EmbeddedFile Make(std::string_view name, const unsigned char* bytes, size_t size) {
  return {name, std::string_view(reinterpret_cast<const char*>(bytes), size)};
}

}  // namespace

std::span<const EmbeddedFile> EmbeddedFiles() {
  static const EmbeddedFile kFiles[] = {
${table}  };
  return kFiles;
}

}  // namespace serve
")
file(WRITE ${OUT} "${text}")

# droplet_embed(TARGET NAMESPACE_FUNCTION HEADER FILES…): static library TARGET with the bytes of each file, so that
# the program needs none of them at run time. HEADER declares, in namespace droplet,
#     std::string_view FUNCTION(std::string_view file_name);   // empty view when there is no such file
function(droplet_embed target function header)
  set(dir ${PROJECT_BINARY_DIR}/generated/embed/${target})
  set(source ${dir}/${target}.cpp)
  set(declarations "")
  set(lookups "")
  set(index 0)
  foreach(file ${ARGN})
    get_filename_component(name ${file} NAME)
    string(APPEND declarations
      "__asm__(\".section .rodata\\n.balign 16\\n${target}_${index}_begin:\\n.incbin \\\"${file}\\\"\\n\"\n"
      "        \"${target}_${index}_end:\\n.byte 0\\n.text\\n\");\n"
      "extern \"C\" const char ${target}_${index}_begin[], ${target}_${index}_end[];\n")
    string(APPEND lookups
      "    if (name == \"${name}\") return {${target}_${index}_begin, static_cast<std::size_t>(${target}_${index}_end - ${target}_${index}_begin)};\n")
    math(EXPR index "${index} + 1")
  endforeach()
  file(CONFIGURE OUTPUT ${source} CONTENT
"#include \"${header}\"\n\n#include <cstddef>\n\n${declarations}\nstd::string_view droplet::${function}(std::string_view name) {\n${lookups}    return {};\n}\n" @ONLY)
  file(CONFIGURE OUTPUT ${dir}/${header} CONTENT
"#pragma once\n#include <string_view>\n\nnamespace droplet {\nstd::string_view ${function}(std::string_view name);\n}\n" @ONLY)
  add_library(${target} STATIC ${source})
  target_include_directories(${target} PUBLIC ${dir})
  set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS "${ARGN}")
endfunction()

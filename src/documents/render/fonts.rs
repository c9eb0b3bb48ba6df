//! The fonts in the binary: Noto (SIL Open Font License, `fonts/OFL.txt`), from the Debian
//! packages `fonts-noto-core` and, cut to the block of unified ideographs (U+4E00 to U+9FFF) with fonttools'
//! `pyftsubset --no-hinting --layout-features=kern`, `fonts-noto-cjk`.
//!
//! Latin, Greek, Cyrillic, Arabic, Bengali and Ethiopic in regular and bold, Chinese and ten more scripts in
//! regular. A name in another script is drawn with empty boxes, in a plain PDF.

use typst::foundations::Bytes;
use typst::text::Font;

const FILES: [&[u8]; 19] = [
    include_bytes!("../fonts/NotoSans-Regular.ttf"),
    include_bytes!("../fonts/NotoSans-Bold.ttf"),
    include_bytes!("../fonts/NotoNaskhArabic-Regular.ttf"),
    include_bytes!("../fonts/NotoNaskhArabic-Bold.ttf"),
    include_bytes!("../fonts/NotoSansBengali-Regular.ttf"),
    include_bytes!("../fonts/NotoSansBengali-Bold.ttf"),
    include_bytes!("../fonts/NotoSansEthiopic-Regular.ttf"),
    include_bytes!("../fonts/NotoSansEthiopic-Bold.ttf"),
    include_bytes!("../fonts/NotoSansDevanagari-Regular.ttf"),
    include_bytes!("../fonts/NotoSansGurmukhi-Regular.ttf"),
    include_bytes!("../fonts/NotoSansTamil-Regular.ttf"),
    include_bytes!("../fonts/NotoSansSinhala-Regular.ttf"),
    include_bytes!("../fonts/NotoSansGeorgian-Regular.ttf"),
    include_bytes!("../fonts/NotoSansArmenian-Regular.ttf"),
    include_bytes!("../fonts/NotoSansHebrew-Regular.ttf"),
    include_bytes!("../fonts/NotoSansThai-Regular.ttf"),
    include_bytes!("../fonts/NotoSansNKo-Regular.ttf"),
    include_bytes!("../fonts/NotoSansTifinagh-Regular.ttf"),
    include_bytes!("../fonts/NotoSansCJKsc-Regular.otf"),
];

/// Points into the binary; nothing is copied.
pub(super) fn load() -> Vec<Font> {
    FILES
        .iter()
        .flat_map(|file| Font::iter(Bytes::new(*file)))
        .collect()
}

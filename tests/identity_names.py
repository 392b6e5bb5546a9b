"""Names of several cultures to make synthetic persons of; nobody is meant."""

from typing import NamedTuple


class Names(NamedTuple):
    """Family names, and given names of women and of men, of one culture."""

    families: tuple[str, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]


def _row(families: str, women: str, men: str) -> Names:
    return Names(*(tuple(part.replace("_", " ").split("|")) for part in (families, women, men)))


ROMAN = {
    "german": _row(
        "Müller|Schmidt|Schröder|Weiß|Köhler|Jäger|Groß|Vogt|Böhm|Krüger|von_Arnim|zur_Mühlen|Maier|Meyer|Strauß",
        "Anna|Hannah|Lena|Käthe|Jule|Sophie|Marie|Bärbel|Ursula|Lea|Anna-Maria",
        "Jörg|Jürgen|Hans-Peter|Karl|Günter|Lukas|Felix|Götz|Jonas|Hans|Johann",
    ),
    "english": _row(
        "Smith|Johnson|Brown|Taylor|O'Brien|MacDonald|Walker|Wright|Thompson|Green|Clark|Lee|Whitfield",
        "Mary|Margaret|Ann|Catherine|Elizabeth|Jane|Emily|Emma|Grace|Alice|Olivia",
        "John|James|William|Robert|Thomas|George|Daniel|David|Henry|Jack|Edward",
    ),
    "spanish": _row(
        "García|Fernández|López|Martínez|Núñez|Peña|de_la_Cruz|Ibáñez|Gutiérrez|Rodríguez|Muñoz|Sánchez",
        "María|Lucía|Carmen|Inés|Sofía|Begoña|Ana|Isabel|Rosa|Teresa",
        "José|Juan|Jesús|Andrés|Iñigo|Ramón|Luis|Pablo|Martín|Ángel",
    ),
    "french": _row(
        "Lefèvre|Bérenger|Dubois|Gaillard|Noël|d'Alembert|Le_Gall|Péchard|François|Chénier|Besançon",
        "Zoé|Hélène|Françoise|Anaïs|Léa|Chloé|Dominique|Camille|Marie-Claire|Jeanne",
        "René|François|Jérôme|Benoît|Dominique|Camille|Jean-Luc|Gaël|Louis|Rémi",
    ),
    "dutch": _row(
        "van_den_Berg|de_Vries|Jansen|van_Dijk|Bakker|van_der_Linden|ten_Cate|Visser|Smit|Boersma",
        "Anneke|Saskia|Femke|Willemijn|Lotte|Sanne|Marijke|Eva",
        "Jan|Pieter|Joost|Wouter|Daan|Sjoerd|Hendrik|Bram",
    ),
    "polish": _row(
        "Wójcik|Kowalczyk|Łukasik|Ślęzak|Żak|Wróbel|Dąbek|Grabiec|Gołąb|Pająk",
        "Małgorzata|Żaneta|Zofia|Łucja|Agnieszka|Ewa|Bożena|Jadwiga",
        "Łukasz|Stanisław|Paweł|Michał|Józef|Andrzej|Grzegorz|Jan",
    ),
    "czech": _row(
        "Dvořáček|Černý|Procházka|Kučera|Šimek|Žižka|Hájek|Růžička",
        "Jana|Jiřina|Šárka|Zdeňka|Božena|Eliška|Věra",
        "Jan|Jiří|Ondřej|Zdeněk|Tomáš|Matěj|Vít",
    ),
    "nordic": _row(
        "Sørensen|Østergård|Åberg|Sjöström|Nygård|Bjørnstad|Kjær|Lindqvist|Ægidius|Hämäläinen",
        "Åse|Sørine|Märta|Bodil|Ingrid|Solveig|Päivi|Signe",
        "Jørgen|Søren|Göran|Håkon|Asbjørn|Björn|Väinö|Lars",
    ),
    "turkish": _row(
        "Yılmaz|Çelik|Şahin|Öztürk|Güneş|Doğan|Kılıç|Aydın|Işık",
        "Ayşe|Gülşen|Zeynep|Çiğdem|Şule|Elif|Özlem",
        "İbrahim|Mehmet|Çağrı|Şükrü|Ömer|Kadir|Uğur",
    ),
    "vietnamese": _row(
        "Nguyễn|Trần|Lê|Phạm|Đặng|Vũ|Bùi|Hoàng",
        "Thị_Hoa|Thị_Lan|Ngọc_Anh|Thị_Mai|Thùy_Linh|Kim_Chi",
        "Văn_Nam|Văn_An|Đức_Anh|Minh_Tuấn|Hữu_Phước|Quốc_Bảo",
    ),
    "arabic": _row(
        "al-Hassan|Haddad|ben_Youssef|Khoury|el-Masri|Rahman|Abdallah|Nasser",
        "Fatima|Aisha|Layla|Mariam|Noor|Salma|Huda",
        "Mohammed|Ahmed|Ali|Omar|Youssef|Khalid|Hassan",
    ),
    "portuguese": _row(
        "da_Conceição|Guimarães|Magalhães|dos_Santos|Simões|Falcão|Araújo|Brandão",
        "Conceição|Inês|Fátima|Mariana|Luísa|Beatriz|Joana",
        "João|Sebastião|António|Luís|Tomé|Duarte|Joaquim",
    ),
}

NATIVE = {
    # Roman, native and, where there is one, phonetic; a slash parts family and given names' forms
    "japanese": _row(
        "Yamada/山田/ヤマダ|Takahashi/髙橋/タカハシ|Satou/佐藤/サトウ|Watanabe/渡邊/ワタナベ|Ono/小野/オノ"
        "|Saitou/齋藤/サイトウ|Hayashi/林/ハヤシ|Suzuki/鈴木/スズキ",
        "Hanako/花子/ハナコ|Yuuko/裕子/ユウコ|Keiko/恵子/ケイコ|Sakura/桜/サクラ|Megumi/恵/メグミ",
        "Tarou/太郎/タロウ|Jirou/次郎/ジロウ|Kenji/健二/ケンジ|Takashi/隆/タカシ|Ichirou/一郎/イチロウ",
    ),
    "chinese": _row(
        "Wang/王|Li/李|Zhang/张|Liu/刘|Chen/陈|Yang/杨|Zhao/赵|Huang/黄",
        "Xiaohong/小红|Meiling/美玲|Fang/芳|Lihua/丽华|Yan/燕",
        "Xiaodong/小东|Wei/伟|Jianguo/建国|Zhiqiang/志强|Lei/磊",
    ),
    "korean": _row(
        "Kim/김|Lee/이|Park/박|Choi/최|Hong/홍|Yoon/윤|Jung/정",
        "Young-hee/영희|Soon-ja/순자|Min-ji/민지|Eun-kyung/은경",
        "Gil-dong/길동|Min-su/민수|Sung-ho/성호|Jae-won/재원",
    ),
    "russian": _row(
        "Ivanov/Иванов|Shcherbakov/Щербаков|Tsvetkov/Цветков|Zhukov/Жуков|Khokhlov/Хохлов"
        "|Chaykovskiy/Чайковский|Yudin/Юдин|Filatov/Филатов",
        "Anna/Анна|Yuliia/Юлия|Nina/Нина|Zhanna/Жанна|Tamara/Тамара",
        "Ivan/Иван|Mikhail/Михаил|Yurii/Юрий|Fedor/Фёдор|Oleg/Олег",
    ),
    "greek": _row(
        "Papadopoulos/Παπαδόπουλος|Georgiou/Γεωργίου|Nikolaidis/Νικολαΐδης|Dimou/Δήμου|Xenakis/Ξενάκης",
        "Eleni/Ελένη|Maria/Μαρία|Sofia/Σοφία|Katerina/Κατερίνα",
        "Georgios/Γεώργιος|Nikos/Νίκος|Ioannis/Ιωάννης|Stavros/Σταύρος",
    ),
}

NICKNAMES = (
    ("William", "Bill"), ("Robert", "Bob"), ("Margaret", "Peggy"), ("Elizabeth", "Liz"),
    ("Edward", "Ted"), ("Johann", "Hans"), ("Jan", "Honza"), ("José", "Pepe"), ("Mikhail", "Misha"),
)  # fmt: skip

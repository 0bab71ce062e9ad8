# ruff: noqa: E501
"""Facts as Turtle, and what is said of each in English, Japanese, Spanish and Portuguese."""

SENTENCES = {
    "an acquisition of two, agreed": (
        """fact:x a jlac:Acquisition ; jlac:investor id:mitsui , id:codelco ; jlac:target id:anglo-sur ;
        jlac:seller id:anglo ; jlac:share 29.5 ; jlac:amount 2800000000 ; jlac:currency "USD" ; jlac:date "2012" ;
        jlac:precision <https://w3id.org/jlac/code/precision/about> ;
        jlac:status <https://w3id.org/jlac/code/status/agreed> .""",
        "Codelco and Mitsui & Co. agreed to buy 29.5% of Anglo Sur from Anglo American for about USD 2.8 billion"
        " (joint amount; 2012)",
        "コデルコと三井物産がアングロ・アメリカンからアングロ・スールの29.5%を約28億米ドルで取得することで合意"
        "（合計額；2012年）",
        "Codelco y Mitsui & Co. acordaron comprar el 29,5 % de Anglo Sur a Anglo American por alrededor de"
        " USD 2.800 millones (monto conjunto; 2012)",
        "Codelco e Mitsui & Co. concordaram em comprar 29,5% de Anglo Sur de Anglo American por cerca de"
        " USD 2,8 bilhões (valor conjunto; 2012)",
    ),
    "a plan": (
        """fact:x a jlac:Investment ; jlac:investor id:codelco ; jlac:host id:chile ; jlac:amount 40000000000 ;
        jlac:currency "USD" ; jlac:precision <https://w3id.org/jlac/code/precision/more-than> ;
        jlac:status <https://w3id.org/jlac/code/status/planned> .""",
        "Codelco plans to invest more than USD 40 billion in Chile",
        "コデルコがチリに400億米ドル超を投資する計画",
        "Codelco planea invertir más de USD 40.000 millones en Chile",
        "Codelco planeja investir mais de USD 40 bilhões no Chile",
    ),
    "an investment that is under way": (
        """fact:x a jlac:Investment ; jlac:investor id:mitsui , id:codelco ; jlac:target id:caserones ;
        jlac:asOf "2013" ; jlac:status <https://w3id.org/jlac/code/status/under-way> .""",
        "Codelco and Mitsui & Co. are investing in the Caserones copper mine (as of 2013)",
        "コデルコと三井物産がカセロネス銅山に投資中（2013年時点）",
        "Codelco y Mitsui & Co. están invirtiendo en la mina de cobre Caserones (a 2013)",
        "Codelco e Mitsui & Co. estão investindo na mina de cobre Caserones (em 2013)",
    ),
    "an influence of what a kind of presence names": (
        """fact:x a jlac:Influence ; jlac:cause fact:y ; jlac:effect id:chile ;
        jlac:influenceKind <https://w3id.org/jlac/code/influence/shaped> .
        fact:y a jlac:Presence ; jlac:actor id:mitsui ; jlac:location id:chile ;
        jlac:presenceKind <https://w3id.org/jlac/code/presence/invests> .""",
        "The investment of Mitsui & Co. in Chile shaped Chile",
        "三井物産のチリへの投資がチリを形づくった",
        "La inversión de Mitsui & Co. en Chile dio forma a Chile",
        "O investimento de Mitsui & Co. no Chile moldou o Chile",
    ),
    "a financing, agreed": (
        """fact:x a jlac:Financing ; jlac:financier id:jbic ; jlac:financed id:caserones ; jlac:amount 300000000 ;
        jlac:currency "USD" ; jlac:precision <https://w3id.org/jlac/code/precision/more-than> ;
        jlac:status <https://w3id.org/jlac/code/status/agreed> .""",
        "JBIC agreed to finance the Caserones copper mine with more than USD 300 million",
        "国際協力銀行がカセロネス銅山に3億米ドル超の資金を供与することで合意",
        "JBIC acordó financiar la mina de cobre Caserones con más de USD 300 millones",
        "JBIC concordou em financiar a mina de cobre Caserones com mais de USD 300 milhões",
    ),
    "a programme with a title": (
        """fact:x a jlac:Financing ; jlac:financier id:jbic ; jlac:financed id:recovery .""",
        "JBIC financed Cooperation for Economic Recovery and Social Inclusion",
        "国際協力銀行が経済復興・社会包摂協力に資金を供与",
        "JBIC financió la Cooperación para la recuperación económica y la inclusión social",
        "JBIC financiou a Cooperação para a recuperação econômica e a inclusão social",
    ),
    "a programme that is described": (
        """fact:x a jlac:Financing ; jlac:financier id:jbic ; jlac:financed id:campaign .""",
        "JBIC financed the campaign for ISDB-Tb in South America",
        "国際協力銀行が南米におけるISDB-Tbの普及活動に資金を供与",
        "JBIC financió la campaña por la norma ISDB-Tb en América del Sur",
        "JBIC financiou a campanha pelo ISDB-Tb na América do Sul",
    ),
    "an ownership, agreed": (
        """fact:x a jlac:Ownership ; jlac:owner id:mitsui , id:codelco ; jlac:owned id:caserones ; jlac:share 29.5 ;
        jlac:date "2012" ; jlac:status <https://w3id.org/jlac/code/status/agreed> .""",
        "Codelco and Mitsui & Co. are to own 29.5% of the Caserones copper mine (agreed, 2012)",
        "コデルコと三井物産がカセロネス銅山の29.5%を保有する予定（合意、2012年）",
        "Codelco y Mitsui & Co. van a poseer el 29,5 % de la mina de cobre Caserones (acordado, 2012)",
        "Codelco e Mitsui & Co. vão deter 29,5% da mina de cobre Caserones (acordado, 2012)",
    ),
    "a supply, agreed": (
        """fact:x a jlac:SupplyRelation ; jlac:supplier id:codelco ; jlac:customer id:mitsui ; jlac:date "2012" ;
        jlac:status <https://w3id.org/jlac/code/status/agreed> .""",
        "Codelco agreed to supply to Mitsui & Co. (2012)",
        "コデルコが三井物産に供給することで合意（2012年）",
        "Codelco acordó suministrar a Mitsui & Co. (2012)",
        "Codelco concordou em fornecer a Mitsui & Co. (2012)",
    ),
    "what a mine receives, agreed": (
        """fact:x a jlac:Loan ; jlac:financed id:caserones ; jlac:amount 5000000 ; jlac:currency "USD" ;
        jlac:date "2012" ; jlac:status <https://w3id.org/jlac/code/status/agreed> .""",
        "The Caserones copper mine is to receive a loan of USD 5 million (agreed, 2012)",
        "カセロネス銅山が500万米ドルの融資を獲得する予定（合意、2012年）",
        "La mina de cobre Caserones va a recibir un préstamo de USD 5 millones (acordado, 2012)",
        "A mina de cobre Caserones vai receber um empréstimo de USD 5 milhões (acordado, 2012)",
    ),
    "talks of a day, under way": (
        """fact:x a jlac:Negotiation ; jlac:party id:chile ; jlac:agreement id:accord ; jlac:date "2014-07-29" ;
        jlac:status <https://w3id.org/jlac/code/status/negotiating> .
        id:accord a jlac:Agreement ; skos:prefLabel "Tax Convention"@en , "租税条約"@ja , "Convenio tributario"@es ,
        "Convenção tributária"@pt .""",
        "Chile is negotiating the Tax Convention (as of 29 July 2014)",
        "チリが租税条約を交渉中（2014年7月29日時点）",
        "Chile negocia el Convenio tributario (al 29 de julio de 2014)",
        "O Chile negocia a Convenção tributária (em 29 de julho de 2014)",
    ),
    "talks of a year that is over": (
        """fact:x a jlac:Negotiation ; jlac:party id:chile ; jlac:agreement id:accord ; jlac:start "2013" ;
        jlac:end "2013" ; jlac:status <https://w3id.org/jlac/code/status/negotiating> .
        id:accord a jlac:Agreement ; skos:prefLabel "Tax Convention"@en , "租税条約"@ja , "Convenio tributario"@es ,
        "Convenção tributária"@pt .""",
        "Chile negotiated the Tax Convention (2013)",
        "チリが租税条約を交渉（2013年）",
        "Chile negoció el Convenio tributario (2013)",
        "O Chile negociou a Convenção tributária (2013)",
    ),
    "a likely purchase under negotiation": (
        """fact:x a jlac:Acquisition ; jlac:investor id:mitsui ; jlac:target id:anglo-sur ;
        jlac:likelihood <https://w3id.org/jlac/code/likelihood/likely> ;
        jlac:status <https://w3id.org/jlac/code/status/negotiating> .""",
        "Mitsui & Co. probably would buy Anglo Sur (under negotiation)",
        "三井物産がアングロ・スールを取得するとみられる（交渉中）",
        "Mitsui & Co. probablemente habría de comprar Anglo Sur (en negociación)",
        "Mitsui & Co. provavelmente iria comprar Anglo Sur (em negociação)",
    ),
    "a possible plan, only of some": (
        """fact:x a jlac:Presence ; jlac:actor id:makers ; jlac:location id:japan ; jlac:when code:when\\/early ;
        jlac:presenceKind <https://w3id.org/jlac/code/presence/invests> ; jlac:scope code:scope\\/some ;
        jlac:likelihood <https://w3id.org/jlac/code/likelihood/possible> ; jlac:date "1990/1993" ;
        jlac:status <https://w3id.org/jlac/code/status/planned> .""",
        "Japanese carmakers may invest in Japan (some of them; planned, in the early 1990s)",
        "日本の自動車メーカーが日本に投資する可能性がある（その一部；計画、1990年代初頭）",
        "Fabricantes japoneses de automóviles podrían invertir en Japón"
        " (algunos de ellos; planeado, a comienzos de los años noventa)",
        "Montadoras japonesas poderiam investir no Japão (alguns deles; planejado, no início dos anos 1990)",
    ),
    "a claim of another, by our inference": (
        """fact:x a jlac:Influence ; jlac:cause id:japan ; jlac:effect id:industry ; jlac:claimant id:wto ;
        jlac:influenceKind <https://w3id.org/jlac/code/influence/hindered> ;
        jlac:basis <https://w3id.org/jlac/code/basis/inferred> ;
        jlac:status <https://w3id.org/jlac/code/status/reported> .""",
        "According to the World Trade Organization, Japan hindered the pork industry of Mexico (our inference)",
        "世界貿易機関によれば、日本がメキシコの豚肉産業の妨げとなった（編者の推定）",
        "Según la Organización Mundial del Comercio, Japón puso trabas a la industria porcina de México"
        " (inferencia nuestra)",
        "Segundo a Organização Mundial do Comércio, o Japão criou entraves à indústria suinícola do México"
        " (inferência nossa)",
    ),
    "exports from a place": (
        """fact:x a jlac:Presence ; jlac:actor id:industry ; jlac:location id:japan ; jlac:origin id:chile ;
        jlac:presenceKind <https://w3id.org/jlac/code/presence/exports-to> ; jlac:product code:product\\/pork ;
        jlac:status <https://w3id.org/jlac/code/status/reported> ; jlac:start "2005" ; jlac:asOf "2013" .""",
        "The pork industry of Mexico exports pork from Chile to Japan (since 2005)",
        "メキシコの豚肉産業がチリから日本へ豚肉を輸出（2005年以降）",
        "La industria porcina de México exporta carne de cerdo desde Chile a Japón (desde 2005)",
        "A indústria suinícola do México exporta carne suína a partir do Chile para o Japão (desde 2005)",
    ),
    "what is over": (
        """fact:x a jlac:Ownership ; jlac:owner id:mitsui ; jlac:owned id:caserones ; jlac:start "2000" ;
        jlac:end "2012" ; jlac:status <https://w3id.org/jlac/code/status/ended> .""",
        "Mitsui & Co. owned the Caserones copper mine (ended, 2000–2012)",
        "三井物産がカセロネス銅山を保有（終了、2000年～2012年）",
        "Mitsui & Co. poseía la mina de cobre Caserones (terminado, 2000–2012)",
        "Mitsui & Co. detinha a mina de cobre Caserones (encerrado, 2000–2012)",
    ),
    "a finding": (
        """fact:x a jlac:Finding ; jlac:findingSubject id:japan ; jlac:product code:product\\/pork ;
        jlac:findingKind <https://w3id.org/jlac/code/finding/import-quotas> ; jlac:asOf "2013" ;
        jlac:status <https://w3id.org/jlac/code/status/reported> .""",
        "Japan has import quotas on pork (as of 2013)",
        "日本は豚肉について輸入割当がある（2013年時点）",
        "Japón tiene cuotas de importación para carne de cerdo (a 2013)",
        "O Japão tem cotas de importação para carne suína (em 2013)",
    ),
    "a fact about a fact": (
        """fact:y a jlac:Investment ; jlac:investor id:codelco ; jlac:host id:chile ;
        jlac:status <https://w3id.org/jlac/code/status/planned> .
        fact:x a jlac:Influence ; jlac:cause id:japan ; jlac:effect fact:y ;
        jlac:influenceKind <https://w3id.org/jlac/code/influence/enabled> ;
        jlac:status <https://w3id.org/jlac/code/status/reported> .""",
        "Japan opened the way for the investment by Codelco in Chile (planned)",
        "日本がコデルコによるチリへの投資（計画）に道を開いた",
        "Japón abrió el camino a la inversión de Codelco en Chile (planeado)",
        "O Japão abriu caminho para o investimento de Codelco no Chile (planejado)",
    ),
    "an agreement that is not in force": (
        """id:epa a jlac:Agreement ; skos:prefLabel "Japan-Chile EPA"@en .
        fact:x a jlac:AgreementParty ; jlac:party id:japan ; jlac:agreement id:epa ; jlac:date "2007" ;
        jlac:status <https://w3id.org/jlac/code/status/agreed> .""",
        "Japan agreed to Japan-Chile EPA (2007)",
        "日本が「Japan-Chile EPA」に合意（2007年）",
        "Japón acordó «Japan-Chile EPA» (2007)",
        "O Japão concordou com “Japan-Chile EPA” (2007)",
    ),
    "a lender that the source does not name": (
        """id:banks a jlac:Group ; jlac:unnamed true ;
        skos:prefLabel "Private banks (Caserones, 2012)"@en , "民間銀行 (カセロネス、2012年)"@ja ,
        "Bancos privados (Caserones, 2012)"@es , "Bancos privados (Caserones, 2012)"@pt .
        fact:x a jlac:Loan ; jlac:financier id:banks ; jlac:recipient id:mitsui ; jlac:financed id:caserones ;
        jlac:maturity 1.0 ; jlac:status <https://w3id.org/jlac/code/status/agreed> .""",
        "Unnamed private banks agreed to lend money to Mitsui & Co. for the Caserones copper mine (1 year)",
        "名称不明の民間銀行が三井物産にカセロネス銅山のため融資することで合意（期間1年）",
        "Bancos privados sin identificar acordaron prestar dinero a Mitsui & Co. para la mina de cobre Caserones (1 año)",
        "Bancos privados sem identificação concordaram em emprestar dinheiro a Mitsui & Co. para a mina de cobre Caserones (1 ano)",
    ),
    "what is likely and expected, said once": (
        """fact:x a jlac:SupplyRelation ; jlac:supplier id:caserones ; jlac:customer id:japan ;
        jlac:likelihood <https://w3id.org/jlac/code/likelihood/likely> ;
        jlac:status <https://w3id.org/jlac/code/status/projected> .""",
        "The Caserones copper mine is expected to supply to Japan (projected)",
        "カセロネス銅山が日本に供給する見込み（予測）",
        "La mina de cobre Caserones previsiblemente va a suministrar a Japón (proyectado)",
        "A mina de cobre Caserones deve fornecer ao Japão (projetado)",
    ),
    "a loan that is under way": (
        """fact:x a jlac:Loan ; jlac:financier id:jbic ; jlac:recipient id:codelco ; jlac:financed id:caserones ;
        jlac:amount 5000000 ; jlac:currency "USD" ; jlac:through id:japan ;
        jlac:status <https://w3id.org/jlac/code/status/under-way> .""",
        "JBIC is lending USD 5 million to Codelco for the Caserones copper mine (through Japan)",
        "国際協力銀行がコデルコにカセロネス銅山のため500万米ドルを融資中（日本を通じて）",
        "JBIC está otorgando un préstamo de USD 5 millones a Codelco para la mina de cobre Caserones (por medio de Japón)",
        "JBIC está concedendo um empréstimo de USD 5 milhões a Codelco para a mina de cobre Caserones (por meio do Japão)",
    ),
    "grants that are under way": (
        """fact:x a jlac:Grant ; jlac:financier id:jbic , id:japan ; jlac:recipient id:industry ;
        jlac:status <https://w3id.org/jlac/code/status/under-way> .""",
        "JBIC and Japan are giving a grant to the pork industry of Mexico",
        "国際協力銀行と日本がメキシコの豚肉産業に無償資金を供与中",
        "JBIC y Japón están haciendo una donación a la industria porcina de México",
        "JBIC e o Japão estão fazendo uma doação à indústria suinícola do México",
    ),
    "a contribution that is under way": (
        """fact:x a jlac:Contribution ; jlac:financier id:japan ; jlac:recipient id:wto ;
        jlac:status <https://w3id.org/jlac/code/status/under-way> .""",
        "Japan is contributing to the World Trade Organization",
        "日本が世界貿易機関に拠出中",
        "Japón está haciendo un aporte a la Organización Mundial del Comercio",
        "O Japão está contribuindo para a Organização Mundial do Comércio",
    ),
    "what is under way at a date": (
        """fact:x a jlac:Candidacy ; jlac:member id:chile ; jlac:body id:wto ; jlac:date "2014-02-10" ;
        jlac:status <https://w3id.org/jlac/code/status/under-way> .""",
        "Chile is in the process of joining the World Trade Organization (as of 10 February 2014)",
        "チリは世界貿易機関への加盟手続き中（2014年2月10日時点）",
        "Chile tramita su adhesión a la Organización Mundial del Comercio (al 10 de febrero de 2014)",
        "O Chile está em processo de adesão à Organização Mundial do Comércio (em 10 de fevereiro de 2014)",
    ),
    "what is in force from a date": (
        """fact:x a jlac:AgreementParty ; jlac:party id:chile ; jlac:agreement id:wto ; jlac:date "1999" ;
        jlac:status <https://w3id.org/jlac/code/status/in-force> .""",
        "Chile is a party to the World Trade Organization (in force, since 1999)",
        "チリは世界貿易機関の当事者（発効中、1999年以降）",
        "Chile es parte de la Organización Mundial del Comercio (en vigor, desde 1999)",
        "O Chile é parte da Organização Mundial do Comércio (em vigor, desde 1999)",
    ),
    "a plan for a thing that does not plan": (
        """fact:x a jlac:SupplyRelation ; jlac:supplier id:caserones ; jlac:customer id:japan ;
        jlac:status <https://w3id.org/jlac/code/status/planned> .""",
        "The Caserones copper mine is planned to supply to Japan",
        "カセロネス銅山が日本に供給する計画",
        "La mina de cobre Caserones según los planes ha de suministrar a Japón",
        "A mina de cobre Caserones segundo os planos deve fornecer ao Japão",
    ),
    "the ceiling of a framework, for a borrower and a thing": (
        """fact:x a jlac:Loan ; jlac:financier id:jbic ; jlac:recipient id:codelco ; jlac:financed id:caserones ;
        jlac:amount 300000000 ; jlac:currency "USD" ; jlac:financeType <https://w3id.org/jlac/code/finance-type/framework> ;
        jlac:status <https://w3id.org/jlac/code/status/agreed> .""",
        "JBIC agreed to finance Codelco with USD 300 million for the Caserones copper mine (ceiling of a framework)",
        "国際協力銀行がコデルコにカセロネス銅山のため3億米ドルの資金供与枠を設定することで合意（枠の上限額）",
        "JBIC acordó financiar a Codelco con USD 300 millones para la mina de cobre Caserones (límite máximo de un acuerdo marco)",
        "JBIC concordou em financiar Codelco com USD 300 milhões para a mina de cobre Caserones (limite máximo de um acordo-quadro)",
    ),
    "a time in the words of one language alone": (
        """fact:x a jlac:Investment ; jlac:investor id:codelco ; jlac:host id:chile ; jlac:date "2026-01/2026-04" ;
        jlac:when <https://w3id.org/jlac/code/when/new> .
        <https://w3id.org/jlac/code/when/new> skos:prefLabel "in early 2026"@en .""",
        "Codelco invested in Chile (in early 2026)",
        "コデルコがチリに投資（2026年1月から2026年4月の間）",
        "Codelco invirtió en Chile (entre enero de 2026 y abril de 2026)",
        "Codelco investiu no Chile (entre janeiro de 2026 e abril de 2026)",
    ),
}
